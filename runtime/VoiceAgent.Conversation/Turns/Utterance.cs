namespace VoiceAgent.Conversation.Turns;

/// <summary>One stretch of the caller's speech, from onset to silence, and what was understood of it.</summary>
internal sealed class Utterance(int number, TimeSpan audioStart, TimeSpan startedAt)
{
    public int Number => number;

    /// <summary>Position in the caller's audio.</summary>
    public TimeSpan AudioStart => audioStart;

    /// <summary>Since the call began.</summary>
    public TimeSpan StartedAt => startedAt;

    /// <summary>How much of it was voice.</summary>
    public TimeSpan Voiced { get; set; }

    /// <summary>When the voice was last heard, since the call began; null while it is heard.</summary>
    public TimeSpan? EndedAt { get; set; }

    /// <summary>Position in the caller's audio of the last voice.</summary>
    public TimeSpan AudioEnd { get; set; }

    public string Text { get; set; } = "";

    public bool IsFinal { get; set; }
}
