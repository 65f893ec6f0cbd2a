using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.Tenants;

/// <summary>The PostgreSQL database of a tenant.</summary>
[ExactlyOneOf(nameof(Managed), nameof(ConnectionSecretRef))]
public sealed record DatabaseDefinition
{
    /// <summary>A database and role of the tenant's own on the platform's server.</summary>
    public ManagedDatabase? Managed { get; init; }

    /// <summary>The Secret that holds the connection string of a database that exists already.</summary>
    public SecretKeyRef? ConnectionSecretRef { get; init; }
}

/// <summary>A database on the platform's server.</summary>
public sealed record ManagedDatabase
{
    /// <summary>Whether the database goes with the tenant.</summary>
    public ReclaimPolicy ReclaimPolicy { get; init; } = ReclaimPolicy.Retain;
}
