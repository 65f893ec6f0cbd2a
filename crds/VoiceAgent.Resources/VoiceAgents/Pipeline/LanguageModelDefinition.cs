using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.VoiceAgents.Pipeline;

/// <summary>The language model.</summary>
public sealed record LanguageModelDefinition
{
    /// <summary>The provider.</summary>
    public required ProviderRef ProviderRef { get; init; }

    /// <summary>The provider's name for the model.</summary>
    [Length(1, 128)]
    public required string Model { get; init; }

    /// <summary>How freely the model chooses its words, 0 to 2, as text: specs hold no floating point. Left out, the provider's
    /// own.</summary>
    [Length(1, 4), Pattern(Patterns.Temperature)]
    public string? Temperature { get; init; }

    /// <summary>Tokens of one reply at most; left out, the provider's own.</summary>
    [Range(1, 32_768)]
    public int? MaxOutputTokens { get; init; }

    /// <summary>Begins a reply while the caller may still be speaking, and drops it when they go on. Counted in the cost.</summary>
    public Toggle Speculation { get; init; } = Toggle.Enabled;

    /// <summary>Asks the first fallback as well when the first token is slow, and takes whichever answers first. Costs two
    /// requests.</summary>
    public Toggle Hedging { get; init; } = Toggle.Disabled;

    /// <summary>Further settings that only this provider knows.</summary>
    [Length(0, 32), Each(0, 256)]
    public IReadOnlyDictionary<string, string> Options { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What takes over, in this order, when the one before it fails.</summary>
    [Length(0, 3), ListMap("name")]
    public IReadOnlyList<LanguageModelFallback> Fallbacks { get; init; } = [];
}

/// <summary>A language model that takes over.</summary>
public sealed record LanguageModelFallback
{
    /// <summary>What this link of the chain is called.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>The provider.</summary>
    public required ProviderRef ProviderRef { get; init; }

    /// <summary>The provider's name for the model.</summary>
    [Length(1, 128)]
    public required string Model { get; init; }

    /// <summary>How freely the model chooses its words, 0 to 2, as text. Left out, the provider's own.</summary>
    [Length(1, 4), Pattern(Patterns.Temperature)]
    public string? Temperature { get; init; }

    /// <summary>Tokens of one reply at most; left out, the provider's own.</summary>
    [Range(1, 32_768)]
    public int? MaxOutputTokens { get; init; }

    /// <summary>Further settings that only this provider knows.</summary>
    [Length(0, 32), Each(0, 256)]
    public IReadOnlyDictionary<string, string> Options { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
