using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Runtime.Calls.Records;

namespace VoiceAgent.Runtime.Calls;

/// <summary>Connects callers with agents. Every door - the Realtime socket, a telephone line - asks here, so that limits and records hold for all.</summary>
internal interface ISwitchboard
{
    /// <summary>Why a call to this agent would be refused now; null when it would be taken. For a door that must answer before it has a socket.</summary>
    CallRefusal? Check(string tenantId, string agent);

    /// <summary>
    /// Starts a call: takes a slot, opens the agent's providers, the record and the recording. The call ends by
    /// <see cref="ICall.HangUp"/>, whoever says so first; the switchboard disposes it and closes the record.
    /// </summary>
    /// <exception cref="CallRefusedException">The agent is unknown or not ready, all slots are taken, or the process drains.</exception>
    /// <exception cref="ProviderException">A provider could not be opened; nothing is left running.</exception>
    ValueTask<LiveCall> ConnectAsync(CallOrder order, CancellationToken cancellationToken);
}

/// <summary>What a door asks for when a caller arrives.</summary>
internal sealed record CallOrder
{
    /// <summary>From the caller's grant, never from the request.</summary>
    public required string TenantId { get; init; }

    /// <summary>Name of the agent's definition.</summary>
    public required string Agent { get; init; }

    public required CallChannel Channel { get; init; }

    /// <summary>The way out to the caller.</summary>
    public required IMediaEdge Edge { get; init; }

    /// <summary>Samples a second that <see cref="Edge"/> takes: 8 000, 16 000, 24 000 or 48 000.</summary>
    public int PlayoutRate { get; init; } = 24_000;

    /// <summary>The door's own observers; told after the record and the metrics.</summary>
    public IReadOnlyList<ICallObserver> Observers { get; init; } = [];
}

/// <summary>A call under way.</summary>
/// <param name="Id">UUIDv7; the id under which it is stored.</param>
/// <param name="TenantId">Whose call it is.</param>
/// <param name="Agent">The revision that it keeps to its end.</param>
/// <param name="Call">The session.</param>
/// <param name="Finished">Completes when the call is over and its record and recording are safe. Never faults.</param>
internal sealed record LiveCall(Guid Id, string TenantId, AgentSnapshot Agent, ICall Call, Task Finished);

/// <summary>Why a call was not taken. The name in snake case is the error code at every door.</summary>
internal enum CallRefusal
{
    /// <summary>The tenant has no agent of this name: 404.</summary>
    AgentNotFound,

    /// <summary>The agent is defined, but something it needs is missing; its conditions say what: 503.</summary>
    AgentNotReady,

    /// <summary>The agent's own limit of concurrent calls is reached: 429.</summary>
    AgentBusy,

    /// <summary>This process takes no further call: 503.</summary>
    AtCapacity,

    /// <summary>This process is about to stop; another one takes the call: 503.</summary>
    Draining,
}

/// <summary>A call was not taken. The message may be shown to the client.</summary>
internal sealed class CallRefusedException(CallRefusal reason, string message) : Exception(message)
{
    public CallRefusal Reason { get; } = reason;
}
