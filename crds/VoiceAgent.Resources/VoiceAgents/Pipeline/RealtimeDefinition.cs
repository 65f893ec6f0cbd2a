using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.VoiceAgents.Pipeline;

/// <summary>One model that hears and speaks.</summary>
public sealed record RealtimeDefinition
{
    /// <summary>The provider.</summary>
    public required ProviderRef ProviderRef { get; init; }

    /// <summary>The provider's name for the model.</summary>
    [Length(1, 128)]
    public required string Model { get; init; }

    /// <summary>The provider's name for the voice.</summary>
    [Length(1, 128)]
    public required string Voice { get; init; }

    /// <summary>Further settings that only this provider knows.</summary>
    [Length(0, 32), Each(0, 256)]
    public IReadOnlyDictionary<string, string> Options { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What takes over, in this order, when the one before it fails.</summary>
    [Length(0, 3), ListMap("name")]
    public IReadOnlyList<RealtimeFallback> Fallbacks { get; init; } = [];
}

/// <summary>A speech-to-speech model that takes over.</summary>
public sealed record RealtimeFallback
{
    /// <summary>What this link of the chain is called.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>The provider.</summary>
    public required ProviderRef ProviderRef { get; init; }

    /// <summary>The provider's name for the model.</summary>
    [Length(1, 128)]
    public required string Model { get; init; }

    /// <summary>The provider's name for the voice.</summary>
    [Length(1, 128)]
    public required string Voice { get; init; }
}
