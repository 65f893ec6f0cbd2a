using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.Tenants;

/// <summary>A number of pods that follows the load.</summary>
[NotAbove(nameof(MinReplicas), nameof(MaxReplicas))]
[AtLeastOneOf(nameof(TargetActiveCallsPerPod), nameof(TargetCpuUtilizationPercent))]
public sealed record AutoscalingDefinition
{
    /// <summary>Pods at least.</summary>
    [Range(1, 500)]
    public int MinReplicas { get; init; } = 1;

    /// <summary>Pods at most.</summary>
    [Range(1, 500)]
    public required int MaxReplicas { get; init; }

    /// <summary>Active calls per pod to aim for.</summary>
    [Range(1, 500)]
    public int? TargetActiveCallsPerPod { get; init; }

    /// <summary>Processor use per pod to aim for, in percent of its request.</summary>
    [Range(1, 100)]
    public int? TargetCpuUtilizationPercent { get; init; }

    /// <summary>Seconds that the load must stay low before pods are taken away.</summary>
    [Range(0, 3600)]
    public int ScaleDownStabilizationSeconds { get; init; } = 300;
}
