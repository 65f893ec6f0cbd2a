namespace VoiceAgent.Conversation.Turns;

/// <summary>What the session must do now.</summary>
internal enum TurnDecision
{
    None,

    /// <summary>The agent holds its breath: perhaps the caller wants to speak.</summary>
    Pause,

    /// <summary>It was nothing: the agent goes on.</summary>
    Resume,

    /// <summary>The caller means it, and spoke long enough.</summary>
    InterruptBySpeech,

    /// <summary>The caller means it, and said so.</summary>
    InterruptByWords,

    /// <summary>The caller's turn is over.</summary>
    EndTurn,
}

/// <summary>What the caller hears of the agent.</summary>
internal enum AgentVoice
{
    /// <summary>Nothing is being said or prepared.</summary>
    Silent,

    /// <summary>A reply is being prepared; nothing was audible yet.</summary>
    Preparing,

    Speaking,

    Paused,
}
