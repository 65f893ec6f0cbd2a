using VoiceAgent.Resources.Linking;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Runtime.Catalog;

/// <summary>Writes the conditions of each resource, and keeps the time since when they hold.</summary>
internal sealed class ConditionWriter(
    CatalogSnapshot previous, IReadOnlyList<RefusedResource> refused, TenantMap tenants, DateTimeOffset now)
{
    /// <summary>Conditions of a resource that is served. A newer version that was refused shows as not accepted; the earlier one goes on.</summary>
    public IReadOnlyList<Condition> Of(CustomResource resource, Links links, ConditionResult? further = null)
    {
        var home = tenants.NamespaceOf(resource);
        var newer = refused.FirstOrDefault(one =>
            one.Kind == resource.Kind && one.Name == resource.Metadata.Name && (one.Namespace ?? home) == home);
        var accepted = ConditionResult.Accepted(newer?.Problems ?? []);
        if (newer is not null)
        {
            accepted = accepted with { Message = $"The latest edit ({newer.Origin.Place}) is refused, the version before it is served: {accepted.Message}" };
        }

        var results = new List<ConditionResult> { accepted, links.RefsResolved };
        if (further is not null)
        {
            results.Add(further);
        }

        results.Add(Ready(results[1..]));
        return Stamp(resource.Kind, resource.Metadata.Namespace, resource.Metadata.Name, results);
    }

    /// <summary>Refused resources of which nothing is served.</summary>
    public IEnumerable<CatalogEntry> RefusedWithoutEarlierVersion(IReadOnlyList<CatalogEntry> served)
    {
        foreach (var one in refused)
        {
            if (!served.Any(entry => entry.Kind == one.Kind && entry.Name == one.Name && (entry.Namespace ?? one.Namespace) == (one.Namespace ?? entry.Namespace)))
            {
                var accepted = ConditionResult.Accepted(one.Problems);
                var ready = accepted with { Type = ConditionTypes.Ready };
                yield return new RefusedEntry(
                    one.Kind, one.Namespace, one.Name, one.Origin.Place, Stamp(one.Kind, one.Namespace, one.Name, [accepted, ready]));
            }
        }
    }

    private static ConditionResult Ready(IReadOnlyList<ConditionResult> others) =>
        others.FirstOrDefault(condition => condition.Status != ConditionStatus.True) is { } wrong
            ? wrong with { Type = ConditionTypes.Ready }
            : new ConditionResult(ConditionTypes.Ready, ConditionStatus.True, Reasons.Reconciled, "Everything that it asks for is in place.");

    private IReadOnlyList<Condition> Stamp(string kind, string? @namespace, string name, IEnumerable<ConditionResult> results)
    {
        var before = previous.Entries.FirstOrDefault(entry => entry.Kind == kind && entry.Namespace == @namespace && entry.Name == name);
        return [.. results.Select(result => result.ToCondition(before?.Find(result.Type), now, observedGeneration: null))];
    }
}
