using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.KnowledgeBases;

/// <summary>Documents that agents answer from, and how they are indexed.</summary>
[FixedUnless("embedding.dimensions", nameof(ReindexPolicy), nameof(ReindexPolicy.BlueGreen))]
public sealed record KnowledgeBaseSpec
{
    /// <summary>What the knowledge base holds, for people.</summary>
    [Length(0, 1024)]
    public string? Description { get; init; }

    /// <summary>The language of the documents; left out, it is found out.</summary>
    [Length(2, 35), Pattern(Patterns.LanguageTag)]
    public string? Language { get; init; }

    /// <summary>How passages become vectors; left out, they are searched by their words alone.</summary>
    public EmbeddingDefinition? Embedding { get; init; }

    /// <summary>How the vector collection is laid out.</summary>
    public VectorDefinition Vector { get; init; } = new();

    /// <summary>How documents are cut into passages.</summary>
    public ChunkingDefinition Chunking { get; init; } = new();

    /// <summary>Where documents come from.</summary>
    [Length(0, 100), ListMap("name")]
    public IReadOnlyList<SourceDefinition> Sources { get; init; } = [];

    /// <summary>How often sources are read again.</summary>
    public SyncDefinition Sync { get; init; } = new();

    /// <summary>How passages are found for a question.</summary>
    public RetrievalDefinition Retrieval { get; init; } = new();

    /// <summary>What is done when passages have to be made anew.</summary>
    public ReindexPolicy ReindexPolicy { get; init; } = ReindexPolicy.BlueGreen;

    /// <summary>The name of the vector collection; left out, it is derived from namespace, name and identity. Fixed at creation.</summary>
    [Length(1, 128), Pattern(Patterns.Identifier), Immutable]
    public string? CollectionName { get; init; }

    /// <summary>Whether the vector collection goes with the knowledge base.</summary>
    public ReclaimPolicy ReclaimPolicy { get; init; } = ReclaimPolicy.Retain;
}

/// <summary>What is done when passages have to be made anew.</summary>
public enum ReindexPolicy
{
    /// <summary>A second collection is built beside the first, then takes its place at once.</summary>
    BlueGreen,

    /// <summary>The collection is rewritten while it is in use.</summary>
    InPlace,
}

/// <summary>How often sources are read again.</summary>
[ZeroOrAtLeast(nameof(PeriodSeconds), 300)]
public sealed record SyncDefinition
{
    /// <summary>Seconds between reads, 300 or more; 0 reads only when asked.</summary>
    [Range(0, 604_800)]
    public int PeriodSeconds { get; init; } = 86_400;
}
