using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.KnowledgeBases;

/// <summary>How passages become vectors.</summary>
public sealed record EmbeddingDefinition
{
    /// <summary>The provider.</summary>
    public required ProviderRef ProviderRef { get; init; }

    /// <summary>The provider's name for the model; another model means a new index.</summary>
    [Length(1, 128)]
    public required string Model { get; init; }

    /// <summary>The length of a vector; left out, the model's own.</summary>
    [Range(1, 65_536)]
    public int? Dimensions { get; init; }
}
