using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.Tenants;

/// <summary>How a tenant's pods run. Every agent of the tenant is served by the same pods.</summary>
[AtMostOneOf(nameof(Replicas), nameof(Autoscaling))]
public sealed record RuntimeDefinition
{
    /// <summary>Pods when neither <see cref="Replicas"/> nor <see cref="Autoscaling"/> says otherwise.</summary>
    public const int StandardReplicas = 1;

    /// <summary>The image, pinned by digest; left out, the operator's own.</summary>
    [Length(1, 512), Pattern(Patterns.ImageByDigest)]
    public string? Image { get; init; }

    /// <summary>A fixed number of pods; left out together with autoscaling, it is 1.</summary>
    [Range(0, 500)]
    public int? Replicas { get; init; }

    /// <summary>A number of pods that follows the load.</summary>
    public AutoscalingDefinition? Autoscaling { get; init; }

    /// <summary>Seconds that a stopping pod lets its calls go on.</summary>
    [Range(0, 14_400)]
    public int DrainSeconds { get; init; } = 1800;

    /// <summary>Processor and memory of a pod; left out, as the operator is set.</summary>
    public ResourceAmounts? Resources { get; init; }

    /// <summary>How many pods may be away at a time.</summary>
    public DisruptionDefinition Disruption { get; init; } = new();

    /// <summary>Where pods run.</summary>
    public SchedulingDefinition Scheduling { get; init; } = new();

    /// <summary>How pods are replaced when the operator brings a new version.</summary>
    public UpgradeDefinition Upgrade { get; init; } = new();
}

/// <summary>Processor and memory of a pod.</summary>
public sealed record ResourceAmounts
{
    /// <summary>What is set aside for it.</summary>
    public ComputeAmounts? Requests { get; init; }

    /// <summary>What it may use at most.</summary>
    public ComputeAmounts? Limits { get; init; }
}

/// <summary>How many pods may be away at a time.</summary>
public sealed record DisruptionDefinition
{
    /// <summary>Pods that may be away, as a number or a percentage.</summary>
    [Length(1, 4), Pattern(Patterns.CountOrPercent)]
    public string MaxUnavailable { get; init; } = "1";
}
