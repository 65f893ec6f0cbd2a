using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Runtime.Calls.Records;

namespace VoiceAgent.Runtime.Calls;

/// <summary>What a door asks for when a caller arrives.</summary>
internal sealed record CallOrder
{
    /// <summary>From the caller's credential, never from the request.</summary>
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
/// <param name="Agent">The revision that it keeps to its end.</param>
/// <param name="Call">The session.</param>
/// <param name="Finished">Completes when the call is over and its record and recording are safe, or given up on. Never faults.</param>
internal sealed record LiveCall(Guid Id, AgentSnapshot Agent, ICall Call, Task Finished);
