using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.KnowledgeBases;

/// <summary>How a vector collection is laid out.</summary>
[NotAbove(nameof(WriteConsistencyFactor), nameof(ReplicationFactor))]
public sealed record VectorDefinition
{
    /// <summary>How the nearness of vectors is measured. Fixed at creation.</summary>
    [Immutable]
    public VectorDistance Distance { get; init; } = VectorDistance.Cosine;

    /// <summary>Whether words are searched beside vectors, and how.</summary>
    public HybridSearch Hybrid { get; init; } = HybridSearch.Disabled;

    /// <summary>Parts that the collection is cut into. Fixed at creation.</summary>
    [Range(1, 64), Immutable]
    public int Shards { get; init; } = 1;

    /// <summary>Copies of each part.</summary>
    [Range(1, 8)]
    public int ReplicationFactor { get; init; } = 1;

    /// <summary>Copies that must have a write before it counts.</summary>
    [Range(1, 8)]
    public int WriteConsistencyFactor { get; init; } = 1;

    /// <summary>How vectors are made smaller in memory.</summary>
    public Quantization Quantization { get; init; } = Quantization.None;
}

/// <summary>How the nearness of vectors is measured.</summary>
public enum VectorDistance
{
    /// <summary>By angle.</summary>
    Cosine,

    /// <summary>By dot product.</summary>
    Dot,

    /// <summary>By straight distance.</summary>
    Euclid,

    /// <summary>By the sum of differences.</summary>
    Manhattan,
}

/// <summary>Whether words are searched beside vectors.</summary>
public enum HybridSearch
{
    /// <summary>Vectors alone; without an embedding, words alone.</summary>
    Disabled,

    /// <summary>Words are weighed by BM25 and both rankings are merged.</summary>
    BM25,

    /// <summary>Words are sparse vectors in the vector store, and both rankings are merged there.</summary>
    Sparse,
}

/// <summary>How vectors are made smaller in memory.</summary>
public enum Quantization
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>To whole numbers.</summary>
    Scalar,

    /// <summary>By product quantization.</summary>
    Product,

    /// <summary>To bits.</summary>
    Binary,
}
