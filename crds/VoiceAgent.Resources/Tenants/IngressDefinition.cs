using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.Tenants;

/// <summary>The door from outside the cluster.</summary>
[RequiredWhen(nameof(Gateway), nameof(Type), IngressType.HttpRoute)]
[OnlyWhen(nameof(ClassName), nameof(Type), IngressType.Ingress)]
[OnlyWhen(nameof(TlsSecretName), nameof(Type), IngressType.Ingress,
    Because = "must not have tlsSecretName unless type is Ingress: the Gateway holds the certificate")]
public sealed record IngressDefinition
{
    /// <summary>The host name.</summary>
    [Length(1, 253), Pattern(Patterns.DnsName)]
    public required string Host { get; init; }

    /// <summary>The kind of object that opens the door.</summary>
    public IngressType Type { get; init; } = IngressType.Ingress;

    /// <summary>The class of the Ingress; left out, the cluster's default.</summary>
    [Length(1, 253), Pattern(Patterns.DnsName)]
    public string? ClassName { get; init; }

    /// <summary>The Secret that holds the certificate of the Ingress, in the tenant's namespace.</summary>
    [Length(1, 253), Pattern(Patterns.DnsName)]
    public string? TlsSecretName { get; init; }

    /// <summary>The Gateway that the HTTPRoute joins.</summary>
    public GatewayRef? Gateway { get; init; }
}

/// <summary>The kind of object that opens a door into the cluster.</summary>
public enum IngressType
{
    /// <summary>An Ingress.</summary>
    Ingress,

    /// <summary>An HTTPRoute of the Gateway API.</summary>
    HttpRoute,
}

/// <summary>A Gateway, which the platform team runs in a namespace of its own.</summary>
public sealed record GatewayRef
{
    /// <summary>Name of the Gateway.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>Namespace of the Gateway.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Namespace { get; init; }
}
