
namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>What of a call is kept.</summary>
public sealed record RecordingDefinition
{
    /// <summary>What is kept.</summary>
    public RecordingMode Mode { get; init; } = RecordingMode.Disabled;

    /// <summary>What callers are told about it before anything else; left out, nothing.</summary>
    [Length(1, 512)]
    public string? ConsentPrompt { get; init; }
}

/// <summary>What of a call is kept.</summary>
public enum RecordingMode
{
    /// <summary>Only that there was a call, and its figures.</summary>
    Disabled,

    /// <summary>Sound and words.</summary>
    AudioAndTranscript,

    /// <summary>Words.</summary>
    TranscriptOnly,
}
