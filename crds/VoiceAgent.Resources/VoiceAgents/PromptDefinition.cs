using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>What the language model is told about its task.</summary>
[ExactlyOneOf(nameof(Inline), nameof(ConfigMapKeyRef))]
public sealed record PromptDefinition
{
    /// <summary>The prompt itself.</summary>
    [Length(1, 32_768)]
    public string? Inline { get; init; }

    /// <summary>A ConfigMap that holds the prompt, in the agent's namespace.</summary>
    public ConfigMapKeyRef? ConfigMapKeyRef { get; init; }
}

/// <summary>What an agent says first.</summary>
public sealed record GreetingDefinition
{
    /// <summary>The words, in the first language of the agent.</summary>
    [Length(1, 1024)]
    public required string Text { get; init; }

    /// <summary>The words in further languages.</summary>
    [Length(0, 16), ListMap("language")]
    public IReadOnlyList<TranslatedText> Translations { get; init; } = [];

    /// <summary>Whether the caller may cut it short.</summary>
    public Permission Interruption { get; init; } = Permission.Allow;
}

/// <summary>A text in one language.</summary>
public sealed record TranslatedText
{
    /// <summary>The language tag.</summary>
    [Length(2, 35), Pattern(Patterns.LanguageTag)]
    public required string Language { get; init; }

    /// <summary>The words.</summary>
    [Length(1, 1024)]
    public required string Text { get; init; }
}
