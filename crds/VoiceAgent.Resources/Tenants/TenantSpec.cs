using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.Tenants;

/// <summary>What a tenant gets.</summary>
public sealed record TenantSpec
{
    /// <summary>The tenant's name as people write it.</summary>
    [Length(1, 128)]
    public string? DisplayName { get; init; }

    /// <summary>The plan that limits and prices are taken from.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public string? Plan { get; init; }

    /// <summary>Whether the tenant's agents take calls.</summary>
    public TenantState State { get; init; } = TenantState.Active;

    /// <summary>The namespace that the tenant lives in.</summary>
    public NamespaceDefinition Namespace { get; init; } = new();

    /// <summary>The walls around the tenant.</summary>
    public IsolationDefinition Isolation { get; init; } = new();

    /// <summary>The most that the tenant may use.</summary>
    public QuotaDefinition Quota { get; init; } = new();

    /// <summary>How the tenant's pods run.</summary>
    public RuntimeDefinition Runtime { get; init; } = new();

    /// <summary>Speech and language vendors that the tenant's agents may use.</summary>
    [Length(0, 32), ListMap("name")]
    public IReadOnlyList<ProviderDefinition> Providers { get; init; } = [];

    /// <summary>Telephone trunks that the tenant's agents may use.</summary>
    [Length(0, 16), ListMap("name")]
    public IReadOnlyList<TrunkDefinition> Trunks { get; init; } = [];

    /// <summary>The PostgreSQL database; left out, the platform's own server holds it.</summary>
    public DatabaseDefinition? Database { get; init; }

    /// <summary>Where knowledge bases are indexed; left out, the platform's own store holds them.</summary>
    public VectorStoreDefinition? VectorStore { get; init; }

    /// <summary>How long what calls leave behind is kept.</summary>
    public RetentionDefinition Retention { get; init; } = new();

    /// <summary>The region that the tenant's data must stay in; fixed once set.</summary>
    [Length(1, 32), Pattern(Patterns.DnsLabel), Immutable(OnceSet = true)]
    public string? ResidencyRegion { get; init; }

    /// <summary>The door from outside the cluster; left out, there is none.</summary>
    public IngressDefinition? Ingress { get; init; }

    /// <summary>Who administers the tenant's namespace.</summary>
    [Length(0, 32), ListMap("kind", "name")]
    public IReadOnlyList<AdminDefinition> Admins { get; init; } = [];
}

/// <summary>Whether a tenant's agents take calls.</summary>
public enum TenantState
{
    /// <summary>They do.</summary>
    Active,

    /// <summary>New calls are refused; running ones end as they would. Nothing is deleted.</summary>
    Suspended,
}
