using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.Tenants;

/// <summary>What was observed of a tenant.</summary>
public sealed record TenantStatus : IResourceStatus
{
    /// <summary>The generation of the spec that the status speaks of.</summary>
    [Range(0, int.MaxValue)]
    public long? ObservedGeneration { get; init; }

    /// <summary>The namespace that the tenant lives in.</summary>
    [Length(0, 63)]
    public string? Namespace { get; init; }

    /// <summary>The tenant's agents.</summary>
    public ReadyCount? Agents { get; init; }

    /// <summary>The tenant's knowledge bases.</summary>
    public ReadyCount? KnowledgeBases { get; init; }

    /// <summary>The tenant's pods.</summary>
    public RuntimeStatus? Runtime { get; init; }

    /// <summary>The observations, one per type.</summary>
    [Length(0, 32), ListMap("type")]
    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}

/// <summary>How many there are and how many are ready.</summary>
public sealed record ReadyCount
{
    /// <summary>All of them.</summary>
    [Range(0, int.MaxValue)]
    public int Total { get; init; }

    /// <summary>Those that are ready.</summary>
    [Range(0, int.MaxValue)]
    public int Ready { get; init; }
}

/// <summary>A tenant's pods.</summary>
public sealed record RuntimeStatus
{
    /// <summary>Pods that exist.</summary>
    [Range(0, int.MaxValue)]
    public int Replicas { get; init; }

    /// <summary>Pods that are ready.</summary>
    [Range(0, int.MaxValue)]
    public int ReadyReplicas { get; init; }

    /// <summary>The label selector of the pods, for the scale subresource.</summary>
    [Length(0, 512)]
    public string? Selector { get; init; }

    /// <summary>The image that runs, by digest.</summary>
    [Length(0, 512)]
    public string? Image { get; init; }

    /// <summary>Hash of the configuration that runs.</summary>
    [Length(0, 64)]
    public string? ConfigHash { get; init; }
}
