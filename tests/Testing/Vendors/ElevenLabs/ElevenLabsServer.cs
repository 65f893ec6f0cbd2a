using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.ElevenLabs;

/// <summary>ElevenLabs on loopback: speech over the multi-context socket and over HTTP, and Scribe.</summary>
public sealed class ElevenLabsServer : VendorServer
{
    /// <summary>The one voice that there is.</summary>
    public const string Voice = "21m00Tcm4TlvDq8ikWAM";

    public Uri Address => Root;

    /// <summary>What the next utterances will be understood as.</summary>
    public ConcurrentQueue<string> Utterances { get; } = new();

    /// <summary>How long the utterances were that it was asked to understand.</summary>
    public ConcurrentQueue<TimeSpan> Heard { get; } = new();

    /// <summary>Every message that came on the speech sockets.</summary>
    public ConcurrentQueue<JsonObject> Messages { get; } = new();

    /// <summary>Queries of the sockets and requests.</summary>
    public ConcurrentQueue<string> Queries { get; } = new();

    /// <summary>Writes <c>context_id</c> and <c>is_final</c> where the description has <c>contextId</c> and <c>isFinal</c>, as the live server has been seen to.</summary>
    public bool SnakeCase { get; set; }

    /// <summary>Leaves alignments out.</summary>
    public bool WithoutAlignment { get; set; }

    /// <summary>Refuses all sockets, as some networks do.</summary>
    public bool WithoutSockets { get; set; }

    protected override void Map(WebApplication app)
    {
        app.MapGet("/v1/models", context => Authorized(context, () => context.Response.WriteAsync("[]")));
        app.MapPost("/v1/text-to-speech/{voice}/stream/with-timestamps", context => Authorized(context, () => new TimestampRoom(this).AnswerAsync(context)));
        app.MapGet("/v1/text-to-speech/{voice}/multi-stream-input", context => Authorized(context, () => new ContextRoom(this).AnswerAsync(context)));
        app.MapGet("/v1/speech-to-text/realtime", context => Authorized(context, () => new ScribeRoom(this).AnswerAsync(context)));
    }

    internal override VendorRefusal Refuse(int status, string code, string complaint, string? field = null)
    {
        // A wrong field is told in a list, everything else in an object, as the description and the vendor's clients have it.
        JsonNode detail = status == 422
            ? new JsonArray(new JsonObject { ["loc"] = new JsonArray("body", field ?? "text"), ["msg"] = $"{complaint}: {Quoted}", ["type"] = code })
            : new JsonObject { ["status"] = code, ["message"] = $"{complaint}: {Quoted}, {Key}" };
        return new VendorRefusal(status, new JsonObject { ["detail"] = detail }, complaint);
    }

    /// <summary>Something personal that the vendor quotes in its refusals.</summary>
    public string Quoted { get; set; } = "my number is 555 0100";

    private async Task Authorized(HttpContext context, Func<Task> serve)
    {
        Queries.Enqueue(context.Request.QueryString.Value ?? "");
        if (context.Request.QueryString.Value?.Contains(Key, StringComparison.Ordinal) == true)
        {
            throw Refuse(400, "key_in_address", "the key is in the address");
        }

        if (context.Request.Headers["xi-api-key"] != Key)
        {
            throw Refuse(401, "invalid_api_key", "the key is wrong or missing");
        }

        if (WithoutSockets && context.WebSockets.IsWebSocketRequest)
        {
            throw new VendorRefusal(502, [], "scripted") { Scripted = true };
        }

        await serve();
    }
}
