using System.Collections.Frozen;
using VoiceAgent.Resources.KnowledgeBases;
using VoiceAgent.Resources.Linking;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.VoiceAgents;
using VoiceAgent.Resources.VoiceAgents.Pipeline;

namespace VoiceAgent.Runtime.Catalog;

/// <summary>Follows the names in a resource to what the catalog holds.</summary>
internal sealed class Linker(IReadOnlyList<FoundResource> all, TenantMap tenants, ICatalogSurroundings surroundings)
{
    // Without these a call could not be held at all; what else is missing makes the agent less able.
    private static readonly FrozenSet<string> Mute =
    [
        Reasons.TenantNotFound, Reasons.ProviderNotFound, Reasons.ProviderUnsuitable, Reasons.ConfigMapNotFound, Reasons.ConfigMapKeyMissing,
    ];

    public Links Check(FoundResource found)
    {
        var tenant = tenants.TenantOf(found.Resource);
        var report = ReferenceResolver.Check(found.Resource, Around(found, tenant));
        IEnumerable<BrokenReference> broken = report.Broken;
        if (tenant is null)
        {
            broken = broken.Prepend(NoTenant(found.Resource));
        }

        var isMute = broken.Any(one => Mute.Contains(one.Reason));
        if (tenant is not null && found.Resource is VoiceAgentResource agent)
        {
            var keyless = Keyless(agent, tenant).ToList();
            isMute |= keyless.Count > 0;
            broken = broken.Concat(keyless);
        }

        return new Links(new ReferenceReport([.. broken]).RefsResolved, isMute);
    }

    private Surroundings Around(FoundResource found, TenantResource? tenant)
    {
        var resource = found.Resource;
        var home = resource is TenantResource own ? own.Spec.Namespace.NameFor(own.Metadata.Name) : tenants.NamespaceOf(resource);
        return new Surroundings
        {
            Tenant = tenant,
            KnowledgeBases = Neighbours<KnowledgeBaseResource>(home).Select(one => one.Metadata.Name).ToHashSet(StringComparer.Ordinal),
            Agents = [.. Neighbours<VoiceAgentResource>(home)],
            SecretKeys = surroundings.Secrets(resource, home),
            ConfigMapKeys = surroundings.ConfigMaps(home),
            FolderExists = path => surroundings.FolderExists(found.Origin, path),
        };
    }

    private IEnumerable<T> Neighbours<T>(string? home)
        where T : CustomResource => all.Select(found => found.Resource).OfType<T>().Where(one => tenants.NamespaceOf(one) == home);

    /// <summary>Providers of the agent's pipeline whose key does not exist: the tenant's conditions say so, and so do the agent's.</summary>
    private IEnumerable<BrokenReference> Keyless(VoiceAgentResource agent, TenantResource tenant)
    {
        var secrets = surroundings.Secrets(tenant, tenant.Spec.Namespace.NameFor(tenant.Metadata.Name));
        foreach (var use in ProviderUses.Of(agent.Spec).Where(use => !use.IsFallback))
        {
            var provider = tenant.Spec.Providers.FirstOrDefault(one => one.Name == use.ProviderRef.Name);
            if (provider?.CredentialsRef is { } key && !(secrets.TryGetValue(key.Name, out var keys) && keys.Contains(key.Key)))
            {
                yield return new BrokenReference(Reasons.SecretNotFound, new ResourceProblem(
                    $"{use.Path}.providerRef.name", $"provider {provider.Name} has no key: Secret {key.Name} lacks {key.Key}", "create it, or name another provider"));
            }
        }
    }

    private static BrokenReference NoTenant(CustomResource resource) => new(Reasons.TenantNotFound, new ResourceProblem(
        "metadata.namespace",
        resource.Metadata.Namespace is { } name ? $"namespace {name} belongs to no tenant" : "is missing, and there is not just one tenant that could be meant",
        "name the namespace of a Tenant (spec.namespace.name)"));
}

/// <summary>What came of following a resource's names.</summary>
/// <param name="RefsResolved">The condition.</param>
/// <param name="IsMute">Something is missing without which a call cannot be held.</param>
internal sealed record Links(ConditionResult RefsResolved, bool IsMute);
