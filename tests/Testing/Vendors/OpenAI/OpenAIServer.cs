using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Testing.Vendors.Specs;

namespace VoiceAgent.Testing.Vendors.OpenAI;

/// <summary>OpenAI on loopback: chat, embeddings, speech, transcription over HTTP and over its realtime socket.</summary>
public sealed class OpenAIServer : VendorServer
{
    /// <summary>What clients are to be given as base address.</summary>
    public Uri Address => new(Root, Prefix);

    /// <summary>The path that stands before every resource.</summary>
    public string Prefix { get; init; } = "/v1";

    /// <summary>Azure wants the key in <c>api-key</c>.</summary>
    public string KeyHeader { get; init; } = "Authorization";

    /// <summary>A server of one's own may want none.</summary>
    public bool KeyRequired { get; init; } = true;

    /// <summary>Whether embeddings come as base64 when asked for so; servers that are merely compatible send arrays all the same.</summary>
    public bool SendsBase64 { get; set; } = true;

    /// <summary>What the next utterances will be understood as.</summary>
    public ConcurrentQueue<string> Utterances { get; } = new();

    /// <summary>What the model answers next: text, or a tool call written <c>name({"json"})</c>.</summary>
    public ConcurrentQueue<string> Replies { get; } = new();

    /// <summary>How long the utterances were that it was asked to understand.</summary>
    public ConcurrentQueue<TimeSpan> Heard { get; } = new();

    /// <summary>Bodies of the requests, as they came.</summary>
    public ConcurrentQueue<JsonObject> Bodies { get; } = new();

    /// <summary>Form fields of the transcription requests.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Forms { get; } = new();

    /// <summary>Headers of the last request.</summary>
    public IHeaderDictionary LastHeaders { get; private set; } = new HeaderDictionary();

    protected override void Map(WebApplication app)
    {
        app.MapGet($"{Prefix}/models", context => Authorized(context, () => context.Response.WriteAsync("""{"object":"list","data":[]}""")));
        app.MapPost($"{Prefix}/chat/completions", context => Authorized(context, () => new ChatRoom(this).AnswerAsync(context)));
        app.MapPost($"{Prefix}/embeddings", context => Authorized(context, () => new EmbeddingRoom(this).AnswerAsync(context)));
        app.MapPost($"{Prefix}/audio/speech", context => Authorized(context, () => new SpeechRoom(this).AnswerAsync(context)));
        app.MapPost($"{Prefix}/audio/transcriptions", context => Authorized(context, () => new TranscriptionRoom(this).AnswerAsync(context)));
        app.MapGet($"{Prefix}/realtime", context => Authorized(context, () => new RealtimeRoom(this).AnswerAsync(context)));
    }

    internal override VendorRefusal Refuse(int status, string code, string complaint, string? field = null)
    {
        var type = status is 401 or 400 or 404 ? "invalid_request_error" : code;

        // As the real one does, the sentence quotes what was sent. It must not come out on our side.
        var error = new JsonObject { ["message"] = $"You sent '{Quoted}' and the key {Key}: {complaint}", ["type"] = type, ["param"] = field, ["code"] = code };
        return new VendorRefusal(status, new JsonObject { ["error"] = error }, complaint);
    }

    /// <summary>Something personal that the vendor quotes in its refusals.</summary>
    public string Quoted { get; set; } = "my number is 555 0100";

    /// <summary>Reads a JSON body and holds it against the description.</summary>
    internal async Task<JsonObject> BodyAsync(HttpContext context, string schema)
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            throw Refuse(400, "invalid_content_type", $"the content type is {context.Request.ContentType}");
        }

        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        Bodies.Enqueue(body);
        Hold(schema, body);
        if (body["model"]?.ToString() is { } model && model.StartsWith("no-such", StringComparison.Ordinal))
        {
            throw Refuse(404, "model_not_found", $"there is no model {model}", "model");
        }

        return body;
    }

    internal void Hold(string schema, JsonNode value)
    {
        if (VendorDescription.OpenAI.Problems(schema, value) is { Count: > 0 } problems)
        {
            var field = problems[0].Split(':')[0].TrimStart('#', '/').Split('.', '[')[0];
            throw Refuse(400, "invalid_value", $"{schema}: {string.Join("; ", problems)}", field);
        }
    }

    private async Task Authorized(HttpContext context, Func<Task> serve)
    {
        LastHeaders = context.Request.Headers;
        if (context.Request.Query.Any(parameter => parameter.Value.ToString().Contains(Key, StringComparison.Ordinal)))
        {
            throw Refuse(400, "key_in_address", "the key is in the address");
        }

        var expected = KeyHeader == "Authorization" ? $"Bearer {Key}" : Key;
        if (KeyRequired && context.Request.Headers[KeyHeader].ToString() != expected)
        {
            throw Refuse(401, "invalid_api_key", "the key is wrong or missing");
        }

        await serve();
    }
}
