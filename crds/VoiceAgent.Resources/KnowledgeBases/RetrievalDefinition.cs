using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.KnowledgeBases;

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
