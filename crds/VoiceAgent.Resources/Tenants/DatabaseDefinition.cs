using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.Tenants;

/// <summary>The PostgreSQL database of a tenant.</summary>
[ExactlyOneOf(nameof(Managed), nameof(ConnectionSecretRef))]
public sealed record DatabaseDefinition
{
    /// <summary>A database and role of the tenant's own on the platform's server.</summary>
    public ManagedDatabase? Managed { get; init; }

    /// <summary>The Secret that holds the connection string of a database that exists already.</summary>
    public SecretKeyRef? ConnectionSecretRef { get; init; }
}

/// <summary>A database on the platform's server.</summary>
public sealed record ManagedDatabase
{
    /// <summary>Whether the database goes with the tenant.</summary>
    public ReclaimPolicy ReclaimPolicy { get; init; } = ReclaimPolicy.Retain;
}

/// <summary>Where a tenant's knowledge bases are indexed.</summary>
public sealed record VectorStoreDefinition
{
    /// <summary>A Qdrant server.</summary>
    public required QdrantDefinition Qdrant { get; init; }
}

/// <summary>A Qdrant server.</summary>
public sealed record QdrantDefinition
{
    /// <summary>The address of its REST interface.</summary>
    [Length(8, 512), Pattern(Patterns.WebAddress)]
    public required string Endpoint { get; init; }

    /// <summary>The Secret that holds its key.</summary>
    public SecretKeyRef? ApiKeyRef { get; init; }

    /// <summary>How knowledge bases are kept apart.</summary>
    public CollectionIsolation Isolation { get; init; } = CollectionIsolation.CollectionPerKnowledgeBase;
}

/// <summary>How knowledge bases are kept apart in a vector store.</summary>
public enum CollectionIsolation
{
    /// <summary>A collection each.</summary>
    CollectionPerKnowledgeBase,

    /// <summary>One collection, filtered by tenant.</summary>
    SharedCollection,
}

/// <summary>How long what calls leave behind is kept.</summary>
public sealed record RetentionDefinition
{
    /// <summary>Days that transcripts and analyses are kept after the call; 0 removes them at the end of the day.</summary>
    [Range(0, 3650)]
    public int TranscriptsDays { get; init; } = 30;

    /// <summary>Days that recordings are kept after the call; 0 removes them at the end of the day.</summary>
    [Range(0, 3650)]
    public int RecordingsDays { get; init; } = 30;
}
