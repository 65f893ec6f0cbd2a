using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.OpenAI;

/// <summary>Events as OpenAI sends them: only <c>data:</c> lines, and <c>[DONE]</c> at the end.</summary>
internal sealed class ServerSentEvents(HttpContext context)
{
    public void Begin() => context.Response.ContentType = "text/event-stream; charset=utf-8";

    public Task SendAsync(JsonNode data) => SendAsync(data.ToJsonString());

    public async Task SendAsync(string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
