namespace VoiceAgent.Conversation.Turns;

/// <summary>
/// When the caller's turn ends, and what interrupts the agent. The defaults stand between LiveKit's and Pipecat's
/// (0.5 s of speech confirms, 2 s until resume; 0.2 s of anything interrupts): a faster stop than the first, with a way back that the second lacks.
/// </summary>
public sealed record TurnOptions
{
    /// <summary>How patiently the caller is listened to.</summary>
    public TurnProfile Profile { get; init; } = TurnProfile.Default;

    /// <summary>Shortest silence that ends a turn, 0.1 to 5 s.</summary>
    public TimeSpan MinSilence { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Silence that ends a turn whatever was said, up to 10 s.</summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>Whether the caller's words cut the agent short.</summary>
    public bool Interruptible { get; init; } = true;

    /// <summary>Speech over the agent's voice after which it pauses.</summary>
    public TimeSpan TentativePause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Speech over the agent's voice that is an interruption even before a word is understood.</summary>
    public TimeSpan ConfirmSpeech { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A paused agent goes on after so much silence without a word.</summary>
    public TimeSpan ResumeAfter { get; init; } = TimeSpan.FromMilliseconds(600);
}

/// <summary>How patiently the caller is listened to.</summary>
public enum TurnProfile
{
    /// <summary>Short answers are expected.</summary>
    Quick,

    /// <summary>Ordinary conversation.</summary>
    Default,

    /// <summary>The caller spells or dictates.</summary>
    Dictation,
}
