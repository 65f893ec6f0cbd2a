using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Playout;

namespace VoiceAgent.Runtime.Realtime.Handshake;

/// <summary>What the door needs of whoever runs the calls: the agent's name becomes an engine with a record, a recording and a place in the live list.</summary>
internal interface IRealtimeCalls
{
    /// <summary>The agent as a call would see it now; null when the tenant has none of that name, or it cannot be served.</summary>
    AgentSnapshot? Find(RealtimeCaller caller, string agent);

    /// <summary>Why a call to this agent would not be taken now; null when it would. Quick: no provider is opened.</summary>
    RefusedCall? Check(RealtimeCaller caller, string agent);

    /// <summary>
    /// Opens the providers and starts the engine, whose edge takes 24 kHz frames. The call ends by <see cref="ICall.HangUp"/>;
    /// whoever started it disposes it.
    /// </summary>
    /// <exception cref="RefusedCallException">The answer of <see cref="Check"/> has changed meanwhile.</exception>
    /// <exception cref="Conversation.ProviderException">A provider could not be opened; nothing is left running.</exception>
    ValueTask<StartedCall> StartAsync(RealtimeCaller caller, string agent, IMediaEdge edge, ICallObserver observer, CancellationToken cancellationToken);
}

/// <summary>A call under way.</summary>
/// <param name="Id">The id under which it is recorded.</param>
/// <param name="Agent">The revision that it keeps to its end.</param>
/// <param name="Call">The session.</param>
/// <param name="Finished">Completes when the call is over and its record is safe. Never faults.</param>
internal sealed record StartedCall(string Id, AgentSnapshot Agent, ICall Call, Task Finished);

/// <summary>Why a call is not taken.</summary>
/// <param name="Status">404, 429 or 503.</param>
/// <param name="Code">Stable, for programs, such as <c>draining</c>.</param>
/// <param name="Message">For people: why, and what to do.</param>
/// <param name="RetryAfter">When to come again, if that is known.</param>
internal sealed record RefusedCall(int Status, string Code, string Message, TimeSpan? RetryAfter = null);

/// <summary>A call that was not taken although it had been announced as possible.</summary>
internal sealed class RefusedCallException(RefusedCall refusal) : Exception(refusal.Message)
{
    public RefusedCall Refusal { get; } = refusal;
}
