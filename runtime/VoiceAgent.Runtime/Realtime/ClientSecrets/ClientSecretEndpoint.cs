using System.Buffers;
using System.Text.Json;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Runtime.Realtime.Handshake;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Session;

namespace VoiceAgent.Runtime.Realtime.ClientSecrets;

/// <summary><c>POST /v1/realtime/client_secrets</c>: a short-lived credential for a browser, bound to one agent and, if asked, to origins.</summary>
internal sealed class ClientSecretEndpoint(IRealtimeAccess access, IRealtimeCalls calls, ClientSecretStore store, TimeProvider time)
{
    public async Task<IResult> CreateAsync(HttpContext context)
    {
        var key = OfferedProtocols.Bearer(context.Request);
        if (key is null || await access.VerifyAsync(key, context.RequestAborted) is not { } caller)
        {
            return Refusals.NoKey(context);
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return Create(caller, ClientSecretRequest.Read(body.RootElement));
        }
        catch (JsonException)
        {
            return Refusals.Because(StatusCodes.Status400BadRequest, ClientEventReader.NotJson.Code, "The body is not valid JSON.");
        }
        catch (ProtocolException refused)
        {
            return Refusals.Because(StatusCodes.Status400BadRequest, refused.Error.Code, refused.Error.Message, refused.Error.Param);
        }
    }

    private IResult Create(RealtimeCaller caller, ClientSecretRequest asked)
    {
        if (calls.Find(caller, asked.Agent) is not { } agent)
        {
            return Refusals.UnknownAgent(asked.Agent);
        }

        var expires = time.GetUtcNow() + asked.Lifetime;
        var value = store.Add(new ClientSecret(caller, asked.Agent, asked.Origins, asked.Settings, expires));
        return value is null
            ? Refusals.Because(StatusCodes.Status429TooManyRequests, "too_many_client_secrets", "Too many client secrets are unexpired. Make them live shorter, or wait.")
            : Results.Bytes(Write(value, expires, agent, asked.Settings), "application/json; charset=utf-8");
    }

    private static byte[] Write(string value, DateTimeOffset expires, AgentSnapshot agent, SessionSettings settings)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("value", value);
            json.WriteNumber("expires_at", expires.ToUnixTimeSeconds());
            SessionJson.Write(json, Ids.Session(), agent, settings);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
