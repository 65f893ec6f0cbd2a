using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.VoiceAgents.Pipeline;

/// <summary>Speech to text.</summary>
public sealed record SpeechToTextDefinition
{
    /// <summary>The provider.</summary>
    public required ProviderRef ProviderRef { get; init; }

    /// <summary>The provider's name for the model.</summary>
    [Length(1, 128)]
    public required string Model { get; init; }

    /// <summary>Words that callers are likely to say and that are hard to spell: names, products, places.</summary>
    [Length(0, 100), Each(1, 64), ListSet]
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Further settings that only this provider knows.</summary>
    [Length(0, 32), Each(0, 256)]
    public IReadOnlyDictionary<string, string> Options { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What takes over, in this order, when the one before it fails.</summary>
    [Length(0, 3), ListMap("name")]
    public IReadOnlyList<SpeechToTextFallback> Fallbacks { get; init; } = [];
}

/// <summary>A speech-to-text model that takes over.</summary>
public sealed record SpeechToTextFallback
{
    /// <summary>What this link of the chain is called.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>The provider.</summary>
    public required ProviderRef ProviderRef { get; init; }

    /// <summary>The provider's name for the model.</summary>
    [Length(1, 128)]
    public required string Model { get; init; }

    /// <summary>Further settings that only this provider knows.</summary>
    [Length(0, 32), Each(0, 256)]
    public IReadOnlyDictionary<string, string> Options { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
