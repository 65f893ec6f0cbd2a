namespace VoiceAgent.Conversation.Agents;

/// <summary>How long each stage is waited for before something is done about it. Every wait has a spoken way out.</summary>
public sealed record WaitLimits
{
    /// <summary>Without a word of the model: a filler is spoken.</summary>
    public TimeSpan Filler { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Without a word of the model: it is given up, and the next one asked.</summary>
    public TimeSpan FirstToken { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Without a sound of the voice: it is given up, and the next one asked.</summary>
    public TimeSpan FirstAudio { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Without a final transcript after the end of speech: the recogniser is given up, and the next one hears the utterance again.</summary>
    public TimeSpan FinalTranscript { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Retrieval; the reply goes on without knowledge.</summary>
    public TimeSpan Knowledge { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Nobody is heard although the agent owes words: a filler is spoken.</summary>
    public TimeSpan DeadAirFiller { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Nobody is heard although the agent owes words: the reply is given up with an apology.</summary>
    public TimeSpan DeadAirRecovery { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>What is said to fill a wait, in turn; empty for the phrases of the language.</summary>
    public IReadOnlyList<string> Fillers { get; init; } = [];
}

/// <summary>What is done when the caller is silent.</summary>
public sealed record IdleReminders
{
    /// <summary>Silence after which the agent asks whether the caller is still there.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it asks in a row; 0 for never.</summary>
    public int Most { get; init; } = 2;

    /// <summary>What it asks; null for the phrase of the language.</summary>
    public string? Text { get; init; }
}
