using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.OpenAI;

/// <summary><c>POST /embeddings</c>.</summary>
internal sealed class EmbeddingRoom(OpenAIServer server)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var body = await server.BodyAsync(context, "CreateEmbeddingRequest");
        var fault = server.Begin();
        if (!await server.BeforeAsync(fault, context))
        {
            return;
        }

        var texts = body["input"] is JsonArray many ? many.Select(one => one!.ToString()).ToList() : [body["input"]!.ToString()];
        var dimensions = body["dimensions"]?.GetValue<int>() ?? 8;
        var base64 = server.SendsBase64 && body["encoding_format"]?.ToString() == "base64";
        var answer = new JsonObject
        {
            ["object"] = "list",
            ["model"] = body["model"]!.DeepClone(),
            ["data"] = new JsonArray([.. texts.Select((text, index) => new JsonObject { ["object"] = "embedding", ["index"] = index, ["embedding"] = Vector(text, dimensions, base64) })]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = texts.Sum(text => text.Split(' ').Length), ["total_tokens"] = texts.Sum(text => text.Split(' ').Length) },
        };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(fault?.Kind is FaultKind.MalformedJson ? "{" : answer.ToJsonString(), context.RequestAborted);
    }

    private static JsonNode Vector(string text, int dimensions, bool base64)
    {
        var vector = Enumerable.Range(0, dimensions).Select(at => (text.Length + at) / 100f).ToArray();
        return base64 ? Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) : new JsonArray([.. vector.Select(value => JsonValue.Create(value))]);
    }
}
