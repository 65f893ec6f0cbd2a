using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.VoiceAgents.Tools;

/// <summary>Something that VoiceAgent itself can do.</summary>
[RequiredWhen(nameof(Destinations), nameof(Kind), BuiltinKind.TransferCall)]
[OnlyWhen(nameof(Destinations), nameof(Kind), BuiltinKind.TransferCall)]
public sealed record BuiltinTool
{
    /// <summary>What it does.</summary>
    public required BuiltinKind Kind { get; init; }

    /// <summary>Where a call can be transferred to.</summary>
    [Length(0, 32), ListMap("name")]
    public IReadOnlyList<TransferDestination> Destinations { get; init; } = [];
}

/// <summary>What a built-in tool does.</summary>
public enum BuiltinKind
{
    /// <summary>Says goodbye and hangs up.</summary>
    EndCall,

    /// <summary>Hands the caller to a person.</summary>
    TransferCall,

    /// <summary>Presses telephone keys.</summary>
    SendDtmf,

    /// <summary>Listens for telephone keys.</summary>
    CollectDigits,

    /// <summary>Takes a message for someone.</summary>
    TakeMessage,

    /// <summary>Notes that and when the caller wants to be called back.</summary>
    ScheduleCallback,
}

/// <summary>Where a call can be transferred to.</summary>
[ExactlyOneOf(nameof(Number), nameof(Sip), nameof(Queue))]
public sealed record TransferDestination
{
    /// <summary>What the model and the flow call it.</summary>
    [Length(1, 64), Pattern(Patterns.Identifier)]
    public required string Name { get; init; }

    /// <summary>When to choose it, for the model.</summary>
    [Length(1, 512)]
    public string? Description { get; init; }

    /// <summary>A telephone number.</summary>
    [Length(8, 16), Pattern(Patterns.PhoneNumber)]
    public string? Number { get; init; }

    /// <summary>A SIP address.</summary>
    [Length(6, 256), Pattern(Patterns.SipAddress)]
    public string? Sip { get; init; }

    /// <summary>A queue of callers whom the tenant's own people take in the portal.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public string? Queue { get; init; }

    /// <summary>How it is done.</summary>
    public TransferMode Mode { get; init; } = TransferMode.Blind;
}

/// <summary>How a call is transferred.</summary>
public enum TransferMode
{
    /// <summary>The caller is put through at once.</summary>
    Blind,

    /// <summary>The person is told first what it is about.</summary>
    Warm,
}
