using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Realtime.ClientSecrets;
using VoiceAgent.Runtime.Realtime.Connection;
using VoiceAgent.Runtime.Realtime.Session;

namespace VoiceAgent.Runtime.Realtime.Handshake;

/// <summary>
/// <c>GET /v1/realtime</c> before the upgrade: key, origin, agent, place - in this order, so that a stranger learns nothing about the
/// agents - each refused with a status that a client can read. Then the socket is handed to <see cref="ConnectionRunner"/>.
/// </summary>
internal sealed class RealtimeEndpoint(
    IRealtimeAccess access,
    IRealtimeCalls calls,
    ClientSecretStore secrets,
    IOriginPolicy origins,
    ConnectionRunner runner,
    IOptions<RealtimeOptions> options)
{
    private const string ExtrasQuery = "voiceagent_events";
    private const string ExtrasHeader = "VoiceAgent-Events";

    public async Task<IResult> ServeAsync(HttpContext context)
    {
        var offered = OfferedProtocols.Read(context);
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return Refusals.Because(StatusCodes.Status426UpgradeRequired, "websocket_required", "This address takes WebSocket connections.");
        }

        if (offered.Key is not { } key || await IdentifyAsync(key, context.RequestAborted) is not { } visitor)
        {
            return Refusals.NoKey(context);
        }

        var origin = context.Request.Headers.Origin.FirstOrDefault();
        if (!origins.Allows(origin, visitor.Secret?.Origins ?? []))
        {
            return Refusals.Because(StatusCodes.Status403Forbidden, "origin_not_allowed", "This origin may not connect with this credential.");
        }

        if (ReadAgent(context.Request, visitor.Secret, out var agent) is { } unclear)
        {
            return unclear;
        }

        return calls.Check(visitor.Caller, agent) is { } refused
            ? Refusals.Refused(context, refused)
            : await EnterAsync(context, offered, visitor, agent);
    }

    private async ValueTask<Visitor?> IdentifyAsync(string key, CancellationToken cancellationToken)
    {
        if (key.StartsWith(ClientSecretStore.Prefix, StringComparison.Ordinal))
        {
            return secrets.Find(key) is { } secret ? new Visitor(secret.Caller, secret) : null;
        }

        return await access.VerifyAsync(key, cancellationToken) is { } caller ? new Visitor(caller, null) : null;
    }

    private static IResult? ReadAgent(HttpRequest request, ClientSecret? secret, out string agent)
    {
        agent = request.Query["model"].FirstOrDefault() ?? secret?.Agent ?? "";
        if (request.Query.ContainsKey("intent") || request.Query.ContainsKey("call_id"))
        {
            return Refusals.Because(
                StatusCodes.Status400BadRequest, "unsupported_session", "Agents take conversations: connect with 'model' alone, without 'intent' or 'call_id'.");
        }

        if (agent.Length == 0)
        {
            return Refusals.Because(StatusCodes.Status400BadRequest, "missing_model", "Name the agent: /v1/realtime?model=AGENT.", "model");
        }

        return secret is not null && secret.Agent != agent
            ? Refusals.Because(StatusCodes.Status403Forbidden, "wrong_agent", "This client secret opens another agent.", "model")
            : null;
    }

    private async Task<IResult> EnterAsync(HttpContext context, OfferedProtocols offered, Visitor visitor, string agent)
    {
        if (!runner.TryEnter())
        {
            return Refusals.Refused(context, new RefusedCall(
                StatusCodes.Status503ServiceUnavailable, "too_many_connections", "The server has no room for another connection.", TimeSpan.FromSeconds(5)));
        }

        try
        {
            await UpgradeAsync(context, offered, visitor, agent);
            return Results.Empty;
        }
        finally
        {
            runner.Leave();
        }
    }

    private async Task UpgradeAsync(HttpContext context, OfferedProtocols offered, Visitor visitor, string agent)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = offered.SubProtocol,
            KeepAliveInterval = options.Value.PingAfter,
            KeepAliveTimeout = options.Value.PongTimeout,
        });
        if (offered.IsBeta)
        {
            await runner.RefuseBetaAsync(socket);
            return;
        }

        var settings = visitor.Secret?.Settings ?? new SessionSettings();
        await runner.RunAsync(socket, new SessionOrder(visitor.Caller, agent, settings, WantsExtras(context.Request)));
    }

    private static bool WantsExtras(HttpRequest request) =>
        request.Query[ExtrasQuery].FirstOrDefault() is "1" or "true" || request.Headers[ExtrasHeader].FirstOrDefault() is "1" or "true";

    private sealed record Visitor(RealtimeCaller Caller, ClientSecret? Secret);
}
