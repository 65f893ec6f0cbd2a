using System.Net;
using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.Tenants.Rules;

/// <summary>What a tenant's structure alone cannot say.</summary>
internal static class TenantRules
{
    public static IReadOnlyList<ResourceRule<TenantResource>> All { get; } =
    [
        new(["metadata.name", "spec.namespace"], CheckNamespaceName),
        new(["spec.isolation"], CheckNetworks),
        new(["spec.trunks"], CheckTrunkNetworks),
        new(["spec.runtime"], ComputeRules.Check),
        new(["spec.runtime"], MaintenanceRules.Check),
    ];

    private static IEnumerable<ResourceProblem> CheckNamespaceName(TenantResource tenant)
    {
        if (tenant.Spec.Namespace.Name is null && tenant.Spec.Namespace.NameFor(tenant.Metadata.Name).Length > 63)
        {
            yield return new("metadata.name", "is too long to derive the namespace tenant-… from",
                "shorten it to 56 characters or set spec.namespace.name");
        }
    }

    private static IEnumerable<ResourceProblem> CheckNetworks(TenantResource tenant) => tenant.Spec.Isolation.Network.AllowedEgress
        .SelectMany((rule, i) => CheckNetwork(rule.Cidr, $"spec.isolation.network.allowedEgress[{i}].cidr"));

    private static IEnumerable<ResourceProblem> CheckTrunkNetworks(TenantResource tenant) => tenant.Spec.Trunks
        .SelectMany((trunk, i) =>
            trunk.AllowedNetworks.SelectMany((network, j) => CheckNetwork(network, $"spec.trunks[{i}].allowedNetworks[{j}]")));

    private static IEnumerable<ResourceProblem> CheckNetwork(string? text, string path)
    {
        if (text is null)
        {
            yield break;
        }

        // What is written with an address inside the network is taken differently by different network plugins.
        if (!IPNetwork.TryParse(text, out var network))
        {
            yield return new(path, "is not a network", "such as 203.0.113.0/24");
        }
        else if (!IPAddress.Parse(text[..text.IndexOf('/')]).Equals(network.BaseAddress))
        {
            yield return new(path, "is not a network: the address is not its first", $"write {network}");
        }
    }
}
