namespace VoiceAgent.Conversation.Calls;

/// <summary>
/// One live call, as an edge (a Realtime socket, a telephone line, a test) sees it. Every member returns at once;
/// what it causes comes back through the observers, the media edge and the tap of the <see cref="CallSetup"/>.
/// <see cref="Hear"/> belongs to one thread at a time; everything else may be called from any.
/// </summary>
public interface ICall : IAsyncDisposable
{
    /// <summary>Time since the call began.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Position in the caller's audio: how much was heard so far.</summary>
    TimeSpan HeardAudio { get; }

    /// <summary>Completes with the reason when the call is over. Never faults.</summary>
    Task<CallEnding> Completion { get; }

    /// <summary>The caller's audio, 16 kHz mono, in pieces of any length. The first piece lets the agent greet.</summary>
    void Hear(ReadOnlySpan<short> samples);

    /// <summary>Replaces who decides about turns.</summary>
    void SetPolicy(CallTurnPolicy policy);

    /// <summary>Closes the utterance under way and makes it the caller's turn (a client that commits by hand).</summary>
    void CommitTurn();

    /// <summary>Forgets audio that belongs to no turn yet.</summary>
    void ClearHeard();

    /// <summary>A typed turn of the caller. It joins the history; <see cref="Reply"/> answers it.</summary>
    void AddTypedTurn(string text);

    /// <summary>Asks for a reply to the history as it stands.</summary>
    /// <param name="spoken">False for an answer in text alone.</param>
    void Reply(bool spoken);

    /// <summary>Cuts the reply under way, as the caller's words would.</summary>
    void CancelReply();

    /// <summary>The far end played no more than this of an agent turn; the history shrinks to it.</summary>
    void Truncate(int turn, TimeSpan heardAudio);

    /// <summary>The program at the caller's end answers a tool that it was asked for.</summary>
    /// <returns>False when nobody waits for this answer (any more).</returns>
    bool AnswerTool(string toolCallId, string output);

    /// <summary>Ends the call. The first reason given is kept.</summary>
    void HangUp(CallEnding ending);
}

/// <summary>Opens calls. One per process.</summary>
public interface ICallFactory
{
    /// <summary>Opens the providers' streams and starts the session.</summary>
    /// <exception cref="ProviderException">A provider could not be opened; nothing is left running.</exception>
    ValueTask<ICall> StartAsync(CallSetup setup, CancellationToken cancellationToken);
}
