using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>What was observed of an agent. Figures that change with every call are metrics, not status.</summary>
public sealed record VoiceAgentStatus : IResourceStatus
{
    /// <summary>The generation of the spec that the status speaks of.</summary>
    [Range(0, int.MaxValue)]
    public long? ObservedGeneration { get; init; }

    /// <summary>The revision of the current spec.</summary>
    [Length(0, 64)]
    public string? LatestRevision { get; init; }

    /// <summary>The latest revision that every ready pod serves.</summary>
    [Length(0, 64)]
    public string? ServingRevision { get; init; }

    /// <summary>The rollout under way, or the last one.</summary>
    public RolloutStatus? Rollout { get; init; }

    /// <summary>How the agent is reached.</summary>
    public AgentEndpoints? Endpoints { get; init; }

    /// <summary>The observations, one per type.</summary>
    [Length(0, 32), ListMap("type")]
    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}

/// <summary>A rollout.</summary>
public sealed record RolloutStatus
{
    /// <summary>The revision that new calls go to otherwise.</summary>
    [Length(0, 64)]
    public string? StableRevision { get; init; }

    /// <summary>The revision that is being tried.</summary>
    [Length(0, 64)]
    public string? CandidateRevision { get; init; }

    /// <summary>The share of new calls that it gets, in percent.</summary>
    [Range(0, 100)]
    public int CandidatePercent { get; init; }

    /// <summary>The step, counted from 0.</summary>
    [Range(0, 10)]
    public int Step { get; init; }

    /// <summary>When the step began.</summary>
    public DateTimeOffset? StepStartTime { get; init; }

    /// <summary>The last revision that was taken back.</summary>
    [Length(0, 64)]
    public string? RejectedRevision { get; init; }

    /// <summary>Why it was taken back.</summary>
    [Length(0, 1024)]
    public string? Message { get; init; }
}

/// <summary>How an agent is reached.</summary>
public sealed record AgentEndpoints
{
    /// <summary>The address of the realtime socket.</summary>
    [Length(0, 512)]
    public string? Realtime { get; init; }

    /// <summary>Telephone numbers bound to the agent.</summary>
    [Length(0, 100), Each(0, 64), ListSet]
    public IReadOnlyList<string> Numbers { get; init; } = [];
}
