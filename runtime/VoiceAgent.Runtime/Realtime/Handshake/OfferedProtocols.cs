using System.Net.Http.Headers;

namespace VoiceAgent.Runtime.Realtime.Handshake;

/// <summary>
/// What a handshake offers: the key (as a bearer header, or as a sub-protocol, the only header a browser can set), the sub-protocol to
/// answer with, and whether the withdrawn beta is asked for. The key-bearing sub-protocol is never echoed.
/// </summary>
/// <param name="Key">The credential, or null.</param>
/// <param name="SubProtocol"><c>realtime</c> when it was offered: some clients abort without an answer.</param>
/// <param name="IsBeta">The client speaks the beta shape.</param>
internal sealed record OfferedProtocols(string? Key, string? SubProtocol, bool IsBeta)
{
    private const string Realtime = "realtime";
    private const string KeyPrefix = "openai-insecure-api-key.";
    private const string BetaProtocol = "openai-beta.realtime-v1";

    public static OfferedProtocols Read(HttpContext context)
    {
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        var key = Bearer(context.Request)
            ?? offered.FirstOrDefault(protocol => protocol.StartsWith(KeyPrefix, StringComparison.Ordinal))?[KeyPrefix.Length..];
        var beta = context.Request.Headers["OpenAI-Beta"].Any(value => value?.Contains("realtime=v1", StringComparison.OrdinalIgnoreCase) == true)
            || offered.Contains(BetaProtocol);
        return new OfferedProtocols(string.IsNullOrEmpty(key) ? null : key, offered.Contains(Realtime) ? Realtime : null, beta);
    }

    public static string? Bearer(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && !string.IsNullOrEmpty(header.Parameter)
            ? header.Parameter
            : null;
}
