using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Playout;

namespace VoiceAgent.Runtime.Realtime.Handshake;

/// <summary>What the door needs of whoever runs the calls: the agent's name becomes an engine with a record, a recording and a place in the live list.</summary>
internal interface IRealtimeCalls
{
    /// <summary>The agent as a call would see it now; null when the tenant has none of that name, or it cannot be served.</summary>
    ValueTask<AgentSnapshot?> FindAsync(RealtimeCaller caller, string agent, CancellationToken cancellationToken);

    /// <summary>Asks for a place. Quick: no provider is opened yet.</summary>
    ValueTask<CallAdmission> AdmitAsync(RealtimeCaller caller, string agent, CancellationToken cancellationToken);
}

/// <summary>The answer to a caller at the door.</summary>
internal abstract record CallAdmission
{
    private CallAdmission()
    {
    }

    /// <summary>The tenant has no such agent, or it cannot be served.</summary>
    internal sealed record UnknownAgent : CallAdmission;

    /// <summary>Not now: the process drains, or a limit of the tenant is reached.</summary>
    /// <param name="Status">429 or 503.</param>
    /// <param name="Code">Stable, for programs, such as <c>draining</c>.</param>
    /// <param name="Message">For people: why, and what to do.</param>
    /// <param name="RetryAfter">When to come again, if that is known.</param>
    internal sealed record Refused(int Status, string Code, string Message, TimeSpan? RetryAfter) : CallAdmission;

    /// <summary>Come in. <see cref="Call"/> must be disposed, whether it was started or not.</summary>
    internal sealed record Admitted(IAdmittedCall Call) : CallAdmission;
}

/// <summary>A place for one call. Disposing it gives the place back and takes the call off the live list; the call itself is disposed before.</summary>
internal interface IAdmittedCall : IAsyncDisposable
{
    /// <summary>The id under which the call is recorded.</summary>
    string CallId { get; }

    /// <summary>The revision that this call keeps to its end.</summary>
    AgentSnapshot Agent { get; }

    /// <summary>Opens the providers and starts the engine, whose edge takes 24 kHz frames.</summary>
    /// <exception cref="Conversation.ProviderException">A provider could not be opened; nothing is left running.</exception>
    ValueTask<ICall> StartAsync(IMediaEdge edge, ICallObserver observer, CancellationToken cancellationToken);
}
