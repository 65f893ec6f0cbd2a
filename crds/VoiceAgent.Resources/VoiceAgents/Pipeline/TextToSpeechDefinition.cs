using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.VoiceAgents.Pipeline;

/// <summary>Text to speech.</summary>
public sealed record TextToSpeechDefinition
{
    /// <summary>The provider.</summary>
    public required ProviderRef ProviderRef { get; init; }

    /// <summary>The provider's name for the model.</summary>
    [Length(1, 128)]
    public required string Model { get; init; }

    /// <summary>The provider's name for the voice.</summary>
    [Length(1, 128)]
    public required string Voice { get; init; }

    /// <summary>Voices for languages that need one of their own.</summary>
    [Length(0, 16), ListMap("language")]
    public IReadOnlyList<LanguageVoice> Voices { get; init; } = [];

    /// <summary>How fast the voice speaks, in percent of its natural pace.</summary>
    [Range(50, 200)]
    public int SpeakingRatePercent { get; init; } = 100;

    /// <summary>How words that the voice gets wrong are to be spoken.</summary>
    [Length(0, 100), ListMap("word")]
    public IReadOnlyList<Pronunciation> Pronunciations { get; init; } = [];

    /// <summary>Further settings that only this provider knows.</summary>
    [Length(0, 32), Each(0, 256)]
    public IReadOnlyDictionary<string, string> Options { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What takes over, in this order, when the one before it fails.</summary>
    [Length(0, 3), ListMap("name")]
    public IReadOnlyList<TextToSpeechFallback> Fallbacks { get; init; } = [];
}

/// <summary>A voice for one language.</summary>
public sealed record LanguageVoice
{
    /// <summary>The language tag.</summary>
    [Length(2, 35), Pattern(Patterns.LanguageTag)]
    public required string Language { get; init; }

    /// <summary>The provider's name for the voice.</summary>
    [Length(1, 128)]
    public required string Voice { get; init; }
}

/// <summary>How a word is to be spoken.</summary>
public sealed record Pronunciation
{
    /// <summary>The word as it is written.</summary>
    [Length(1, 64)]
    public required string Word { get; init; }

    /// <summary>The words to speak in its place.</summary>
    [Length(1, 128)]
    public required string SpokenAs { get; init; }
}

/// <summary>A text-to-speech model that takes over.</summary>
public sealed record TextToSpeechFallback
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

    /// <summary>Further settings that only this provider knows.</summary>
    [Length(0, 32), Each(0, 256)]
    public IReadOnlyDictionary<string, string> Options { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
