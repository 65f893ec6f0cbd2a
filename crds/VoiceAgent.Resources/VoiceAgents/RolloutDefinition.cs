using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>How a new revision takes over new calls. Running calls stay on the revision that they began with.</summary>
[AtLeastOneOf(nameof(Steps), nameof(Revision))]
public sealed record RolloutDefinition
{
    /// <summary>Serves this earlier revision and holds newer ones back: the way to roll back.</summary>
    [Length(16, 64), Pattern(Patterns.Revision)]
    public string? Revision { get; init; }

    /// <summary>Shares of new calls that the new revision gets one after the other, in percent, rising; 100 follows of itself.</summary>
    [Length(0, 10), EachBetween(1, 100), ListAtomic]
    public IReadOnlyList<int> Steps { get; init; } = [];

    /// <summary>Seconds that each step lasts at least.</summary>
    [Range(10, 86_400)]
    public int StepSeconds { get; init; } = 600;

    /// <summary>What the figures of the new revision must keep to; left out, only time decides.</summary>
    public RolloutAnalysis? Analysis { get; init; }
}

/// <summary>What the figures of a new revision must keep to; a step that breaks one takes the revision back.</summary>
[AtLeastOneOf(nameof(MaxErrorPercent), nameof(MaxResponseP95Milliseconds), nameof(MaxFalseInterruptionPercent), nameof(MinSuccessPercent))]
public sealed record RolloutAnalysis
{
    /// <summary>Calls that a step must have seen before it is judged.</summary>
    [Range(1, 100_000)]
    public int MinCalls { get; init; } = 20;

    /// <summary>Calls that ended in an error, in percent.</summary>
    [Range(0, 100)]
    public int? MaxErrorPercent { get; init; }

    /// <summary>From the end of the caller's speech to the first sound of the reply, in milliseconds, 95th percentile.</summary>
    [Range(100, 60_000)]
    public int? MaxResponseP95Milliseconds { get; init; }

    /// <summary>Pauses for speech that turned out to be none, in percent of all.</summary>
    [Range(0, 100)]
    public int? MaxFalseInterruptionPercent { get; init; }

    /// <summary>Calls that met the success criterion of the analysis, in percent.</summary>
    [Range(0, 100)]
    public int? MinSuccessPercent { get; init; }
}
