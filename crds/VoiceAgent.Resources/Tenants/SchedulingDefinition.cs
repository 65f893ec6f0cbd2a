using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.Tenants;

/// <summary>Where a tenant's pods run: deliberately a small part of what a pod can say.</summary>
public sealed record SchedulingDefinition
{
    /// <summary>Labels that a node must have.</summary>
    [Length(0, 16), Each(0, 63)]
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Taints that are borne.</summary>
    [Length(0, 16), ListAtomic]
    public IReadOnlyList<TolerationDefinition> Tolerations { get; init; } = [];

    /// <summary>The priority class of the pods.</summary>
    [Length(1, 253), Pattern(Patterns.DnsName)]
    public string? PriorityClassName { get; init; }

    /// <summary>What pods are spread over.</summary>
    public TopologySpread TopologySpread { get; init; } = TopologySpread.Zone;
}

/// <summary>What pods are spread over.</summary>
public enum TopologySpread
{
    /// <summary>Zones, then nodes.</summary>
    Zone,

    /// <summary>Nodes.</summary>
    Node,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>A taint that is borne.</summary>
[OnlyWhen(nameof(Value), nameof(Operator), TolerationOperator.Equal)]
public sealed record TolerationDefinition
{
    /// <summary>The key of the taint; left out with operator Exists, every key.</summary>
    [Length(1, 316)]
    public string? Key { get; init; }

    /// <summary>How the value is compared.</summary>
    public TolerationOperator Operator { get; init; } = TolerationOperator.Equal;

    /// <summary>The value of the taint.</summary>
    [Length(0, 63)]
    public string? Value { get; init; }

    /// <summary>The effect of the taint; left out, every effect.</summary>
    public TaintEffect? Effect { get; init; }
}

/// <summary>How the value of a taint is compared.</summary>
public enum TolerationOperator
{
    /// <summary>The value must be the same.</summary>
    Equal,

    /// <summary>Any value will do.</summary>
    Exists,
}

/// <summary>The effect of a taint.</summary>
public enum TaintEffect
{
    /// <summary>New pods stay away.</summary>
    NoSchedule,

    /// <summary>New pods stay away if they can.</summary>
    PreferNoSchedule,

    /// <summary>Running pods leave too.</summary>
    NoExecute,
}
