using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.KnowledgeBases;

/// <summary>How documents are cut into passages.</summary>
[Below(nameof(OverlapTokens), nameof(MaxTokens))]
public sealed record ChunkingDefinition
{
    /// <summary>Where cuts are made.</summary>
    public ChunkingStrategy Strategy { get; init; } = ChunkingStrategy.Tokens;

    /// <summary>Tokens of a passage at most.</summary>
    [Range(64, 8192)]
    public int MaxTokens { get; init; } = 512;

    /// <summary>Tokens that a passage repeats from the one before.</summary>
    [Range(0, 1024)]
    public int OverlapTokens { get; init; } = 64;
}

/// <summary>Where documents are cut.</summary>
public enum ChunkingStrategy
{
    /// <summary>After a number of tokens, at the next space.</summary>
    Tokens,

    /// <summary>Between sentences.</summary>
    Sentences,

    /// <summary>At headings, then between paragraphs; every passage keeps its headings.</summary>
    Markdown,
}

/// <summary>How passages are found for a question.</summary>
public sealed record RetrievalDefinition
{
    /// <summary>Passages at most.</summary>
    [Range(1, 50)]
    public int TopK { get; init; } = 5;

    /// <summary>How well a passage must fit, in percent of the best that is possible.</summary>
    [Range(0, 100)]
    public int MinScorePercent { get; init; }

    /// <summary>A model that ranks what was found once more; left out, none does.</summary>
    public RerankerDefinition? Reranker { get; init; }
}

/// <summary>A model that ranks what was found once more.</summary>
public sealed record RerankerDefinition
{
    /// <summary>The provider.</summary>
    public required ProviderRef ProviderRef { get; init; }

    /// <summary>The provider's name for the model.</summary>
    [Length(1, 128)]
    public required string Model { get; init; }
}
