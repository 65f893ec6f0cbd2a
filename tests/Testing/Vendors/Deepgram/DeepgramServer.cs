using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Testing.Vendors.Specs;

namespace VoiceAgent.Testing.Vendors.Deepgram;

/// <summary>Deepgram on loopback: listen v1, Flux, and speech over its socket and over HTTP.</summary>
public sealed class DeepgramServer : VendorServer
{
    public Uri Address => Root;

    /// <summary>What the next utterances will be understood as.</summary>
    public ConcurrentQueue<string> Utterances { get; } = new();

    /// <summary>How long the utterances were that it was asked to understand.</summary>
    public ConcurrentQueue<TimeSpan> Heard { get; } = new();

    /// <summary>Every text message of a client.</summary>
    public ConcurrentQueue<JsonObject> Messages { get; } = new();

    /// <summary>Queries of the sockets and requests.</summary>
    public ConcurrentQueue<string> Queries { get; } = new();

    /// <summary>Gives no <c>from_finalize</c>, as the vendor reserves the right to.</summary>
    public bool PassesOverFinalize { get; set; }

    /// <summary>Makes a turn of its own of the first half of each utterance; Flux alone.</summary>
    public bool CutsTurns { get; set; }

    /// <summary>Does not end turns; Flux alone.</summary>
    public bool LeavesTurnsOpen { get; set; }

    /// <summary>Refuses all sockets, as some networks do.</summary>
    public bool WithoutSockets { get; set; }

    protected override void Map(WebApplication app)
    {
        app.MapGet("/v1/models", context => Authorized(context, () => context.Response.WriteAsync("{}")));
        app.MapGet("/v1/listen", context => Authorized(context, () => new ListenRoom(this).AnswerAsync(context)));
        app.MapGet("/v2/listen", context => Authorized(context, () => new FluxRoom(this).AnswerAsync(context)));
        app.MapGet("/v1/speak", context => Authorized(context, () => new SpeakRoom(this).AnswerAsync(context)));
        app.MapPost("/v1/speak", context => Authorized(context, () => new SpeakRoom(this).PostAsync(context)));
    }

    internal override VendorRefusal Refuse(int status, string code, string complaint, string? field = null) =>
        new(status, new JsonObject { ["err_code"] = code, ["err_msg"] = $"{complaint}: {Quoted}, {Key}", ["request_id"] = "r1" }, complaint) { Headers = { ["dg-error"] = code, ["dg-request-id"] = "r1" } };

    /// <summary>Something personal that the vendor quotes in its refusals.</summary>
    public string Quoted { get; set; } = "my number is 555 0100";

    /// <summary>Holds a query against the description, and against what the description leaves out.</summary>
    internal void HoldQuery(string channel, IQueryCollection query)
    {
        var values = query.SelectMany(parameter => parameter.Value.Select(value => KeyValuePair.Create(parameter.Key, value ?? "")));
        if (VendorDescription.DeepgramSockets.QueryProblems(channel, values) is { Count: > 0 } problems)
        {
            throw Refuse(400, "INVALID_QUERY_PARAMETER", string.Join("; ", problems));
        }

        if (query["encoding"] != "linear16")
        {
            throw Refuse(400, "INVALID_ENCODING", "this stand-in takes and gives linear16 alone");
        }
    }

    internal void Hold(string schema, JsonObject message)
    {
        if (VendorDescription.DeepgramSockets.Problems(schema, message) is { Count: > 0 } problems)
        {
            throw Refuse(400, "INVALID_MESSAGE", $"{schema}: {string.Join("; ", problems)}");
        }
    }

    private async Task Authorized(HttpContext context, Func<Task> serve)
    {
        Queries.Enqueue(context.Request.QueryString.Value ?? "");
        if (context.Request.QueryString.Value?.Contains(Key, StringComparison.Ordinal) == true)
        {
            throw Refuse(400, "KEY_IN_ADDRESS", "the key is in the address");
        }

        if (context.Request.Headers.Authorization != $"Token {Key}")
        {
            throw Refuse(401, "INVALID_AUTH", "the key is wrong or missing");
        }

        if (WithoutSockets && context.WebSockets.IsWebSocketRequest)
        {
            throw new VendorRefusal(502, [], "scripted") { Scripted = true };
        }

        await serve();
    }
}
