using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.KnowledgeBases;

/// <summary>What was observed of a knowledge base. Counts are written at the end of a sync only.</summary>
public sealed record KnowledgeBaseStatus : IResourceStatus
{
    /// <summary>The generation of the spec that the status speaks of.</summary>
    [Range(0, int.MaxValue)]
    public long? ObservedGeneration { get; init; }

    /// <summary>The name under which the collection is searched.</summary>
    [Length(0, 255)]
    public string? CollectionName { get; init; }

    /// <summary>The revision that is searched.</summary>
    [Length(0, 64)]
    public string? ActiveRevision { get; init; }

    /// <summary>The revision that is being built.</summary>
    [Length(0, 64)]
    public string? BuildingRevision { get; init; }

    /// <summary>Documents that are indexed.</summary>
    [Range(0, int.MaxValue)]
    public long? Documents { get; init; }

    /// <summary>Passages that are indexed.</summary>
    [Range(0, int.MaxValue)]
    public long? Chunks { get; init; }

    /// <summary>When sources were last read to the end.</summary>
    public DateTimeOffset? LastSyncTime { get; init; }

    /// <summary>When they will be read again.</summary>
    public DateTimeOffset? NextSyncTime { get; init; }

    /// <summary>How each source fared.</summary>
    [Length(0, 100), ListMap("name")]
    public IReadOnlyList<SourceStatus> Sources { get; init; } = [];

    /// <summary>The observations, one per type.</summary>
    [Length(0, 32), ListMap("type")]
    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}

/// <summary>How a source fared.</summary>
public sealed record SourceStatus
{
    /// <summary>The name of the source.</summary>
    [Length(1, 63)]
    public required string Name { get; init; }

    /// <summary>What became of it.</summary>
    public required SourceState State { get; init; }

    /// <summary>The commit, entity tag or hash that was read.</summary>
    [Length(0, 128)]
    public string? LastRevision { get; init; }

    /// <summary>Documents that it gave.</summary>
    [Range(0, int.MaxValue)]
    public long? Documents { get; init; }

    /// <summary>What is wrong and what to do.</summary>
    [Length(0, 256)]
    public string? Message { get; init; }
}

/// <summary>What became of a source.</summary>
public enum SourceState
{
    /// <summary>Not read yet.</summary>
    Pending,

    /// <summary>Being read.</summary>
    Syncing,

    /// <summary>Read to the end.</summary>
    Synced,

    /// <summary>Could not be read.</summary>
    Failed,
}
