namespace VoiceAgent.Conversation.Playout;

/// <summary>The way out to the caller. Called on the shared playout timer: never blocks, never throws.</summary>
public interface IMediaEdge
{
    /// <summary>Sends one 20 ms frame (the last of a reply may be shorter) at the call's playout rate.</summary>
    /// <param name="turn">The agent's turn that it belongs to.</param>
    /// <param name="samples">Valid during the call only.</param>
    void Send(int turn, ReadOnlySpan<short> samples);

    /// <summary>The caller's speech may be an interruption: a far end that can hold its buffer should.</summary>
    void Hold(int turn);

    /// <summary>Playback goes on.</summary>
    void Release(int turn);

    /// <summary>Throw away whatever was sent and not yet played.</summary>
    void Clear(int turn);
}

/// <summary>Takes both sides of a call as they sound, for recording and live listening. Never blocks, never throws.</summary>
public interface IAudioTap
{
    /// <summary>What the caller said, at 16 kHz.</summary>
    /// <param name="at">Time since the call began of the first sample.</param>
    /// <param name="samples">Valid during the call only.</param>
    void Caller(TimeSpan at, ReadOnlySpan<short> samples);

    /// <summary>What the agent says, at the call's playout rate.</summary>
    /// <param name="at">Time since the call began at which the first sample is played; may lie a little ahead.</param>
    /// <param name="samples">Valid during the call only.</param>
    void Agent(TimeSpan at, ReadOnlySpan<short> samples);

    /// <summary>Nothing that <see cref="Agent"/> gave for <paramref name="at"/> or later was played.</summary>
    void AgentCut(TimeSpan at);
}
