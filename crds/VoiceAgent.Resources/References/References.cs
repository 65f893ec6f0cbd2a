using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.References;

/// <summary>A key of a Secret in the tenant's own namespace.</summary>
public sealed record SecretKeyRef
{
    /// <summary>Name of the Secret.</summary>
    [Length(1, 253), Pattern(Patterns.DnsName)]
    public required string Name { get; init; }

    /// <summary>Key inside the Secret.</summary>
    [Length(1, 253), Pattern(Patterns.ReferenceKey)]
    public required string Key { get; init; }
}

/// <summary>A key of a ConfigMap in the tenant's own namespace.</summary>
public sealed record ConfigMapKeyRef
{
    /// <summary>Name of the ConfigMap.</summary>
    [Length(1, 253), Pattern(Patterns.DnsName)]
    public required string Name { get; init; }

    /// <summary>Key inside the ConfigMap.</summary>
    [Length(1, 253), Pattern(Patterns.ReferenceKey)]
    public required string Key { get; init; }
}

/// <summary>A provider of the tenant (<c>Tenant.spec.providers</c>).</summary>
public sealed record ProviderRef
{
    /// <summary>Name of the provider.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }
}

/// <summary>A telephone trunk of the tenant (<c>Tenant.spec.trunks</c>).</summary>
public sealed record TrunkRef
{
    /// <summary>Name of the trunk.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }
}

/// <summary>A knowledge base in the same namespace.</summary>
public sealed record KnowledgeBaseRef
{
    /// <summary>Name of the KnowledgeBase.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }
}

/// <summary>An agent in the same namespace.</summary>
public sealed record AgentRef
{
    /// <summary>Name of the VoiceAgent.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }
}
