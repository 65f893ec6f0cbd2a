using System.Net.WebSockets;
using VoiceAgent.Conversation.Calls;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>How a socket ends: RFC 6455 close code and reason, and what the record says of the call.</summary>
/// <param name="Status">1000 to 1015, or the protocol's own 4000.</param>
/// <param name="Reason">At most 123 bytes of UTF-8, as the RFC demands.</param>
/// <param name="Ending">Why the call ends, unless it already has.</param>
internal sealed record SessionClosing(WebSocketCloseStatus Status, string Reason, CallEnding Ending = CallEnding.CallerHungUp)
{
    /// <summary>The client said goodbye, or is gone.</summary>
    public static readonly SessionClosing ClientLeft = new(WebSocketCloseStatus.NormalClosure, "");

    public static readonly SessionClosing SlowReader =
        new(WebSocketCloseStatus.PolicyViolation, "the client reads too slowly to follow the call", CallEnding.Failed);

    public static readonly SessionClosing TooManyMessages =
        new(WebSocketCloseStatus.PolicyViolation, "too many messages a second", CallEnding.Failed);

    public static readonly SessionClosing MessageTooBig =
        new(WebSocketCloseStatus.MessageTooBig, "the message is larger than the server takes", CallEnding.Failed);

    public static readonly SessionClosing OurFault =
        new(WebSocketCloseStatus.InternalServerError, "internal error", CallEnding.Failed);

    // RFC 6455 has no name for 1013 in .NET's enumeration: "try again later" (IANA WebSocket close code registry).
    public static readonly SessionClosing TryAgainLater = new((WebSocketCloseStatus)1013, "the server is short of memory; try again later", CallEnding.Failed);

    /// <summary>The last place was taken between the handshake and the call.</summary>
    public static readonly SessionClosing NotTaken = new((WebSocketCloseStatus)1013, "the call is not taken now; try again later", CallEnding.Failed);

    /// <summary>The call came to its end by itself.</summary>
    public static SessionClosing After(CallEnding ending) => ending switch
    {
        CallEnding.Failed or CallEnding.Crashed => new(WebSocketCloseStatus.InternalServerError, "call ended: failed", ending),
        CallEnding.Drained => new(WebSocketCloseStatus.EndpointUnavailable, "call ended: drained", ending),
        _ => new(WebSocketCloseStatus.NormalClosure, "call ended: " + Extras.Word(ending.ToString()), ending),
    };
}
