using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.Tenants;

/// <summary>A way for telephone calls in and out.</summary>
[RequiredWhen(nameof(CredentialsRef), nameof(Type), TrunkType.Twilio, TrunkType.Jambonz)]
public sealed record TrunkDefinition
{
    /// <summary>What agents call it.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>The carrier or exchange.</summary>
    public required TrunkType Type { get; init; }

    /// <summary>The account or user that the credentials belong to.</summary>
    [Length(1, 128)]
    public string? Account { get; init; }

    /// <summary>The Secret that requests are signed with, in the tenant's namespace.</summary>
    public SecretKeyRef? CredentialsRef { get; init; }

    /// <summary>Networks that calls may come from; left out, all.</summary>
    [Length(0, 32), Each(3, 64, Pattern = Patterns.Cidr), ListSet]
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];
}

/// <summary>A carrier or exchange.</summary>
public enum TrunkType
{
    /// <summary>Twilio Media Streams.</summary>
    Twilio,

    /// <summary>jambonz, verb <c>listen</c>.</summary>
    Jambonz,

    /// <summary>Asterisk, application AudioSocket over TCP.</summary>
    AudioSocket,

    /// <summary>Asterisk, <c>chan_websocket</c>.</summary>
    AsteriskWebSocket,
}
