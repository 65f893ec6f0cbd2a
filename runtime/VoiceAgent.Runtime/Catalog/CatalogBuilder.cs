using VoiceAgent.Resources.KnowledgeBases;
using VoiceAgent.Resources.Linking;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.VoiceAgents;

namespace VoiceAgent.Runtime.Catalog;

/// <summary>Makes a snapshot of what a source found: who belongs to whom, which names lead nowhere, and what that means for each resource.</summary>
internal sealed class CatalogBuilder(ICatalogSurroundings surroundings, TimeProvider time)
{
    public CatalogSnapshot Build(CatalogContents contents, CatalogSnapshot previous)
    {
        var problems = contents.Problems.Concat(contents.Refused.SelectMany(ToProblems)).ToList();
        var tenants = new TenantMap([.. contents.Resources.Select(found => found.Resource).OfType<TenantResource>().DistinctBy(tenant => tenant.Metadata.Name)]);
        var found = WithoutDuplicates(contents.Resources, tenants, problems);
        var conditions = new ConditionWriter(previous, contents.Refused, tenants, time.GetUtcNow());
        var linker = new Linker(found, tenants, surroundings);

        var entries = new List<CatalogEntry>();
        foreach (var one in found)
        {
            entries.Add(one.Resource switch
            {
                TenantResource tenant => new TenantEntry(tenant, one.Origin.Place, conditions.Of(tenant, linker.Check(one))),
                KnowledgeBaseResource knowledge => Knowledge(knowledge, one, linker, conditions, tenants),
                VoiceAgentResource agent => Agent(agent, one, linker, conditions, tenants),
                var other => throw new InvalidOperationException($"The kind {other.Kind} has no place in the catalog."),
            });
        }

        entries.AddRange(conditions.RefusedWithoutEarlierVersion(entries));
        return new CatalogSnapshot(previous.Version + 1, time.GetUtcNow(), entries, problems);
    }

    private KnowledgeEntry Knowledge(KnowledgeBaseResource knowledge, FoundResource found, Linker linker, ConditionWriter conditions, TenantMap tenants)
    {
        var documents = surroundings.Documents(knowledge, found.Origin, tenants.NamespaceOf(knowledge));
        var synced = documents.Failures.Count == 0
            ? new ConditionResult(ConditionTypes.SourcesSynced, ConditionStatus.True, Reasons.Reconciled, $"{documents.Content.Documents.Count} documents were read.")
            : new ConditionResult(ConditionTypes.SourcesSynced, ConditionStatus.False, Reasons.SourceFailed, string.Join(" ", documents.Failures));
        return new KnowledgeEntry(
            knowledge, found.Origin.Place, tenants.TenantOf(knowledge)?.Metadata.Name, conditions.Of(knowledge, linker.Check(found), synced), documents.Content);
    }

    private AgentEntry Agent(VoiceAgentResource agent, FoundResource found, Linker linker, ConditionWriter conditions, TenantMap tenants)
    {
        var links = linker.Check(found);
        var fromMap = agent.Spec.Prompt.ConfigMapKeyRef is { } key
            ? surroundings.ConfigMapText(tenants.NamespaceOf(agent), key.Name, key.Key) ?? ""
            : null;
        return new AgentEntry(
            agent,
            found.Origin.Place,
            tenants.TenantOf(agent)?.Metadata.Name,
            conditions.Of(agent, links),
            Resources.Serialization.ContentHash.Of(agent.Spec, fromMap),
            fromMap ?? agent.Spec.Prompt.Inline ?? "",
            CanTakeCalls: !links.IsMute);
    }

    private static List<FoundResource> WithoutDuplicates(IReadOnlyList<FoundResource> all, TenantMap tenants, List<CatalogProblem> problems)
    {
        var first = new Dictionary<(string, string?, string), FoundResource>();
        foreach (var found in all)
        {
            var (resource, origin) = found;
            if (!first.TryAdd((resource.Kind, tenants.NamespaceOf(resource), resource.Metadata.Name), found))
            {
                var other = first[(resource.Kind, tenants.NamespaceOf(resource), resource.Metadata.Name)];
                problems.Add(new CatalogProblem(
                    origin.Source,
                    origin.LineOf("metadata.name"),
                    "metadata.name",
                    $"{resource.Kind} {resource.Metadata.Name} is there already: {other.Origin.Place}",
                    "remove one of the two; the other one is served meanwhile"));
            }
        }

        return [.. first.Values];
    }

    private static IEnumerable<CatalogProblem> ToProblems(RefusedResource refused) => refused.Problems.Select(problem =>
        new CatalogProblem(refused.Origin.Source, refused.Origin.LineOf(problem.Path), problem.Path, problem.Message, problem.Fix));
}
