using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.Tenants;

/// <summary>The walls around a tenant.</summary>
public sealed record IsolationDefinition
{
    /// <summary>The Pod Security Standard of the namespace.</summary>
    public PodSecurityLevel PodSecurity { get; init; } = PodSecurityLevel.Restricted;

    /// <summary>What may be reached over the network.</summary>
    public NetworkDefinition Network { get; init; } = new();
}

/// <summary>A Pod Security Standard.</summary>
public enum PodSecurityLevel
{
    /// <summary>The strictest standard; VoiceAgent's own pods meet it.</summary>
    Restricted,

    /// <summary>Prevents known privilege escalations only.</summary>
    Baseline,
}

/// <summary>What a tenant's pods may reach.</summary>
public sealed record NetworkDefinition
{
    /// <summary>Denies all traffic that is not listed; name resolution and the tenant's providers stay open.</summary>
    public Toggle DefaultDeny { get; init; } = Toggle.Enabled;

    /// <summary>Further places that the tenant's pods may reach.</summary>
    [Length(0, 64), ListMap("name")]
    public IReadOnlyList<EgressRule> AllowedEgress { get; init; } = [];
}

/// <summary>A place that a tenant's pods may reach.</summary>
[ExactlyOneOf(nameof(Cidr), nameof(Pods))]
public sealed record EgressRule
{
    /// <summary>What this rule is called.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>A network; NetworkPolicies know no host names.</summary>
    [Length(3, 64), Pattern(Patterns.Cidr)]
    public string? Cidr { get; init; }

    /// <summary>Pods in the cluster.</summary>
    public PodSelector? Pods { get; init; }

    /// <summary>The port; left out, all.</summary>
    [Range(1, 65535)]
    public int? Port { get; init; }

    /// <summary>The protocol.</summary>
    public NetworkProtocol Protocol { get; init; } = NetworkProtocol.TCP;
}

/// <summary>Pods chosen by labels.</summary>
[AtLeastOneOf(nameof(NamespaceLabels), nameof(PodLabels))]
public sealed record PodSelector
{
    /// <summary>Labels of their namespace.</summary>
    [Length(0, 16), Each(0, 63)]
    public IReadOnlyDictionary<string, string> NamespaceLabels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Labels of the pods.</summary>
    [Length(0, 16), Each(0, 63)]
    public IReadOnlyDictionary<string, string> PodLabels { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}

/// <summary>A transport protocol.</summary>
public enum NetworkProtocol
{
    /// <summary>TCP.</summary>
    TCP,

    /// <summary>UDP.</summary>
    UDP,
}
