using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.Tenants;

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
