namespace VoiceAgent.Conversation.Speech;

/// <summary>How long speech is waited for.</summary>
public sealed record SpeechDeadlines
{
    /// <summary>From asking for a sentence to its first sample.</summary>
    public TimeSpan FirstAudio { get; init; } = TimeSpan.FromSeconds(5);
}
