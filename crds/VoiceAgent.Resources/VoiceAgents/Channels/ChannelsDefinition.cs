using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.VoiceAgents.Channels;

/// <summary>Where calls come from.</summary>
public sealed record ChannelsDefinition
{
    /// <summary>Browsers and programs, over the realtime socket.</summary>
    public RealtimeChannel Realtime { get; init; } = new();

    /// <summary>Telephones; left out, none.</summary>
    public PhoneChannel? Phone { get; init; }
}

/// <summary>Browsers and programs, over the realtime socket.</summary>
public sealed record RealtimeChannel
{
    /// <summary>Origins of web pages that may reach the agent, besides the portal's own.</summary>
    [Length(0, 32), Each(8, 256, Pattern = Patterns.Origin), ListSet]
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
}

/// <summary>Telephones.</summary>
[AtLeastOneOf(nameof(Numbers), nameof(Extensions))]
public sealed record PhoneChannel
{
    /// <summary>The trunk of the tenant that the calls come through.</summary>
    public required TrunkRef TrunkRef { get; init; }

    /// <summary>Telephone numbers that reach the agent, in international form.</summary>
    [Length(0, 100), Each(8, 16, Pattern = Patterns.PhoneNumber), ListSet]
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Extensions, SIP users or AudioSocket identifiers that reach the agent.</summary>
    [Length(0, 100), Each(1, 64, Pattern = Patterns.Extension), ListSet]
    public IReadOnlyList<string> Extensions { get; init; } = [];
}
