using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Tenants;

namespace VoiceAgent.Runtime.Catalog;

/// <summary>Which tenant a namespace belongs to. A resource without a namespace belongs to the only tenant, if there is only one.</summary>
internal sealed class TenantMap
{
    private readonly Dictionary<string, TenantResource> _byNamespace = new(StringComparer.Ordinal);
    private readonly TenantResource? _only;

    public TenantMap(IReadOnlyList<TenantResource> tenants)
    {
        foreach (var tenant in tenants)
        {
            _byNamespace.TryAdd(tenant.Spec.Namespace.NameFor(tenant.Metadata.Name), tenant);
        }

        _only = tenants.Count == 1 ? tenants[0] : null;
    }

    /// <summary>The namespace that a resource lives in, written or not; null for tenants and where none can be told.</summary>
    public string? NamespaceOf(CustomResource resource) => resource is TenantResource
        ? null
        : resource.Metadata.Namespace ?? _only?.Spec.Namespace.NameFor(_only.Metadata.Name);

    /// <summary>The tenant of a resource; null when its namespace belongs to none.</summary>
    public TenantResource? TenantOf(CustomResource resource) => resource switch
    {
        TenantResource tenant => tenant,
        _ => NamespaceOf(resource) is { } name ? _byNamespace.GetValueOrDefault(name) : null,
    };
}
