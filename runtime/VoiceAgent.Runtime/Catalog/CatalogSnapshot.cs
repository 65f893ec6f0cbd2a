using System.Collections.Frozen;
using VoiceAgent.Resources.KnowledgeBases;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.VoiceAgents;

namespace VoiceAgent.Runtime.Catalog;

/// <summary>Everything that was loaded at one moment. Replaced whole, never changed.</summary>
internal sealed class CatalogSnapshot
{
    public static readonly CatalogSnapshot Empty = new(0, DateTimeOffset.MinValue, [], []);

    private readonly FrozenDictionary<(string Tenant, string Name), AgentEntry> _agents;
    private readonly FrozenDictionary<(string Tenant, string Name), KnowledgeEntry> _knowledge;
    private readonly FrozenDictionary<string, TenantEntry> _tenants;

    public CatalogSnapshot(long version, DateTimeOffset loadedAt, IReadOnlyList<CatalogEntry> entries, IReadOnlyList<CatalogProblem> problems)
    {
        Version = version;
        LoadedAt = loadedAt;
        Entries = entries;
        Problems = problems;
        _tenants = entries.OfType<TenantEntry>().ToFrozenDictionary(entry => entry.Resource.Metadata.Name, StringComparer.Ordinal);
        _agents = entries.OfType<AgentEntry>().Where(entry => entry.TenantId is not null)
            .ToFrozenDictionary(entry => (entry.TenantId!, entry.Resource.Metadata.Name));
        _knowledge = entries.OfType<KnowledgeEntry>().Where(entry => entry.TenantId is not null)
            .ToFrozenDictionary(entry => (entry.TenantId!, entry.Resource.Metadata.Name));
    }

    /// <summary>Rises by one with each snapshot.</summary>
    public long Version { get; }

    public DateTimeOffset LoadedAt { get; }

    /// <summary>Every resource that is served, and every one that was refused and has no earlier version to serve.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>Everything that was wrong with what was read, by file and line.</summary>
    public IReadOnlyList<CatalogProblem> Problems { get; }

    /// <summary>The tenants by name.</summary>
    public IReadOnlyDictionary<string, TenantEntry> Tenants => _tenants;

    public AgentEntry? FindAgent(string tenantId, string name) => _agents.GetValueOrDefault((tenantId, name));

    public KnowledgeEntry? FindKnowledge(string tenantId, string name) => _knowledge.GetValueOrDefault((tenantId, name));
}

/// <summary>A resource in the catalog.</summary>
/// <param name="Kind">The kind, as YAML names it.</param>
/// <param name="Namespace">Null for kinds of the whole cluster.</param>
/// <param name="Name">The name.</param>
/// <param name="Source">Where it was found: <c>file:line</c>, or the object's address in the cluster.</param>
/// <param name="TenantId">The tenant that it belongs to; null when its namespace belongs to none.</param>
/// <param name="Conditions">What was observed, in the form of a status.</param>
internal abstract record CatalogEntry(
    string Kind, string? Namespace, string Name, string Source, string? TenantId, IReadOnlyList<Condition> Conditions)
{
    /// <summary>Whether the condition <c>Ready</c> holds.</summary>
    public bool IsReady => Find(ConditionTypes.Ready)?.Status == ConditionStatus.True;

    public Condition? Find(string type) => Conditions.FirstOrDefault(condition => condition.Type == type);
}

/// <summary>A resource that was refused and has no earlier version to serve.</summary>
internal sealed record RefusedEntry(string Kind, string? Namespace, string Name, string Source, IReadOnlyList<Condition> Conditions)
    : CatalogEntry(Kind, Namespace, Name, Source, null, Conditions);

/// <summary>A tenant.</summary>
internal sealed record TenantEntry(TenantResource Resource, string Source, IReadOnlyList<Condition> Conditions)
    : CatalogEntry(TenantResource.KindName, null, Resource.Metadata.Name, Source, Resource.Metadata.Name, Conditions);

/// <summary>An agent.</summary>
/// <param name="Resource">The definition.</param>
/// <param name="Source">Where it was found.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Conditions">What was observed.</param>
/// <param name="Revision">Content hash of the definition.</param>
/// <param name="PromptText">The prompt, wherever it comes from; variables not yet filled in.</param>
/// <param name="CanTakeCalls">Everything that a call cannot do without exists. Missing knowledge makes an agent less able, not mute.</param>
internal sealed record AgentEntry(
    VoiceAgentResource Resource,
    string Source,
    string? TenantId,
    IReadOnlyList<Condition> Conditions,
    string Revision,
    string PromptText,
    bool CanTakeCalls)
    : CatalogEntry(VoiceAgentResource.KindName, Resource.Metadata.Namespace, Resource.Metadata.Name, Source, TenantId, Conditions);

/// <summary>A knowledge base with its documents.</summary>
internal sealed record KnowledgeEntry(
    KnowledgeBaseResource Resource, string Source, string? TenantId, IReadOnlyList<Condition> Conditions, KnowledgeContent Content)
    : CatalogEntry(KnowledgeBaseResource.KindName, Resource.Metadata.Namespace, Resource.Metadata.Name, Source, TenantId, Conditions);
