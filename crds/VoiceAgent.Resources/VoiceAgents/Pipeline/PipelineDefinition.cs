using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.VoiceAgents.Pipeline;

/// <summary>How speech becomes a reply: in three stages, or in one speech-to-speech model.</summary>
[ExactlyOneOf(nameof(Cascade), nameof(Realtime))]
public sealed record PipelineDefinition
{
    /// <summary>Speech to text, language model, text to speech.</summary>
    public CascadeDefinition? Cascade { get; init; }

    /// <summary>One model that hears and speaks.</summary>
    public RealtimeDefinition? Realtime { get; init; }
}

/// <summary>Speech to text, language model, text to speech.</summary>
public sealed record CascadeDefinition
{
    /// <summary>Speech to text.</summary>
    public required SpeechToTextDefinition Stt { get; init; }

    /// <summary>The language model.</summary>
    public required LanguageModelDefinition Llm { get; init; }

    /// <summary>Text to speech.</summary>
    public required TextToSpeechDefinition Tts { get; init; }
}
