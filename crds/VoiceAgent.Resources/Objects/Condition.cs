namespace VoiceAgent.Resources.Objects;

/// <summary>Whether a condition holds.</summary>
public enum ConditionStatus
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>It holds.</summary>
    True,

    /// <summary>It does not hold.</summary>
    False,
}

/// <summary>One observation about a resource, in the form that Kubernetes tools understand.</summary>
public sealed record Condition
{
    /// <summary>What is observed; one of <see cref="ConditionTypes"/>.</summary>
    [Length(1, 64)]
    public required string Type { get; init; }

    /// <summary>Whether it holds.</summary>
    public required ConditionStatus Status { get; init; }

    /// <summary>Why, for machines; one of <see cref="Reasons"/>.</summary>
    [Length(1, 64)]
    public required string Reason { get; init; }

    /// <summary>Why, for people, and what to do.</summary>
    [Length(0, 4096)]
    public required string Message { get; init; }

    /// <summary>When <see cref="Status"/> last changed.</summary>
    public required DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>The generation of the spec that was looked at.</summary>
    [Range(0, int.MaxValue)]
    public long? ObservedGeneration { get; init; }
}
