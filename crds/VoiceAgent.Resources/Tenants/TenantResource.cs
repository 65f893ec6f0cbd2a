using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.Tenants;

/// <summary>A tenant: one namespace with its runtime, database, vector collections and secrets. Cluster-scoped.</summary>
public sealed record TenantResource : CustomResource<TenantSpec, TenantStatus>
{
    /// <summary>The kind, as YAML names it.</summary>
    public const string KindName = "Tenant";

    /// <inheritdoc/>
    public override string Kind => KindName;
}
