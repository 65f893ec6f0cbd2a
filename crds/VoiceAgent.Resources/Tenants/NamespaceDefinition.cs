using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.Tenants;

/// <summary>The namespace that a tenant lives in.</summary>
public sealed record NamespaceDefinition
{
    /// <summary>Its name; left out, it is <c>tenant-</c> and the tenant's name. Fixed at creation.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel), Immutable]
    public string? Name { get; init; }

    /// <summary>Who owns the Namespace object.</summary>
    public NamespaceManagement Management { get; init; } = NamespaceManagement.Managed;

    /// <summary>Whether the namespace and all that is in it goes with the tenant.</summary>
    public ReclaimPolicy ReclaimPolicy { get; init; } = ReclaimPolicy.Retain;

    /// <summary>The name of the namespace of the tenant called <paramref name="tenant"/>.</summary>
    public string NameFor(string tenant) => Name ?? $"tenant-{tenant}";
}

/// <summary>Who owns a tenant's Namespace object.</summary>
public enum NamespaceManagement
{
    /// <summary>The operator creates and labels it.</summary>
    Managed,

    /// <summary>It exists already, made by Argo CD or Helm; the operator only labels it.</summary>
    Adopt,
}
