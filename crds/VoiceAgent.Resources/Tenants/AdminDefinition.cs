
namespace VoiceAgent.Resources.Tenants;

/// <summary>Someone who administers a tenant's namespace.</summary>
public sealed record AdminDefinition
{
    /// <summary>What they are to Kubernetes.</summary>
    public required SubjectKind Kind { get; init; }

    /// <summary>Their name; a service account is one of the tenant's own namespace.</summary>
    [Length(1, 253)]
    public required string Name { get; init; }
}

/// <summary>What someone is to Kubernetes.</summary>
public enum SubjectKind
{
    /// <summary>A user.</summary>
    User,

    /// <summary>A group of users.</summary>
    Group,

    /// <summary>A service account.</summary>
    ServiceAccount,
}
