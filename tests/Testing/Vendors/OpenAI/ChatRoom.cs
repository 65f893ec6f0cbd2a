using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.OpenAI;

/// <summary><c>POST /chat/completions</c>, streamed and whole.</summary>
internal sealed class ChatRoom(OpenAIServer server)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var body = await server.BodyAsync(context, "CreateChatCompletionRequest");
        var reply = server.Replies.TryDequeue(out var scripted) ? scripted : "We are open from nine to five.";
        var fault = server.Begin();
        if (!await server.BeforeAsync(fault, context))
        {
            return;
        }

        if (body["stream"]?.GetValue<bool>() == true)
        {
            await StreamAsync(context, body, reply, fault);
            return;
        }

        var message = new JsonObject { ["role"] = "assistant", ["content"] = reply, ["refusal"] = null, ["annotations"] = new JsonArray() };
        var whole = Frame(body, "chat.completion", new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = "stop", ["logprobs"] = null });
        whole["usage"] = Usage(reply);
        server.Hold("CreateChatCompletionResponse", whole);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(fault?.Kind is FaultKind.MalformedJson ? "{\"choices\":[" : whole.ToJsonString(), context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, JsonObject body, string reply, ScriptedFault? fault)
    {
        var events = new ServerSentEvents(context);
        events.Begin();
        if (fault?.Kind is FaultKind.MalformedJson)
        {
            await events.SendAsync("{\"choices\":[{");
            return;
        }

        await SendAsync(events, body, new JsonObject { ["role"] = "assistant", ["content"] = "", ["refusal"] = null });
        var first = true;
        foreach (var delta in Deltas(reply))
        {
            await SendAsync(events, body, delta);
            if (first && !await server.AfterFirstAsync(fault, context))
            {
                return;
            }

            first = false;
        }

        await SendAsync(events, body, [], IsCall(reply) ? "tool_calls" : "stop");
        if (body["stream_options"]?["include_usage"]?.GetValue<bool>() == true)
        {
            var last = Frame(body, "chat.completion.chunk", choice: null);
            last["usage"] = Usage(reply);
            server.Hold("CreateChatCompletionStreamResponse", last);
            await events.SendAsync(last);
        }

        await events.SendAsync("[DONE]");
    }

    private async Task SendAsync(ServerSentEvents events, JsonObject body, JsonObject delta, string? finish = null)
    {
        var chunk = Frame(body, "chat.completion.chunk", new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish });
        server.Hold("CreateChatCompletionStreamResponse", chunk);

        // Null in recorded traffic, and a random string beside it, though the description has neither.
        chunk["usage"] = null;
        chunk["obfuscation"] = "x9Q";
        await events.SendAsync(chunk);
    }

    private static bool IsCall(string reply) => reply.EndsWith(')') && reply.Contains("({", StringComparison.Ordinal);

    private static IEnumerable<JsonObject> Deltas(string reply)
    {
        if (!IsCall(reply))
        {
            return reply.Split(' ').Select((word, at) => new JsonObject { ["content"] = at == 0 ? word : $" {word}" });
        }

        var name = reply[..reply.IndexOf('(', StringComparison.Ordinal)];
        var arguments = reply[(name.Length + 1)..^1];
        var half = arguments.Length / 2;
        return
        [
            Call(new JsonObject { ["index"] = 0, ["id"] = "call_1", ["type"] = "function", ["function"] = new JsonObject { ["name"] = name, ["arguments"] = "" } }),
            Call(new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = arguments[..half] } }),
            Call(new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = arguments[half..] } }),
        ];
    }

    private static JsonObject Call(JsonObject part) => new() { ["tool_calls"] = new JsonArray(part) };

    private static JsonObject Frame(JsonObject body, string kind, JsonObject? choice) => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = kind,
        ["created"] = 1_750_000_000,
        ["model"] = body["model"]!.DeepClone(),
        ["choices"] = choice is null ? [] : new JsonArray(choice),
    };

    private static JsonObject Usage(string reply) => new()
    {
        ["prompt_tokens"] = 21,
        ["completion_tokens"] = reply.Split(' ').Length,
        ["total_tokens"] = 21 + reply.Split(' ').Length,
    };
}
