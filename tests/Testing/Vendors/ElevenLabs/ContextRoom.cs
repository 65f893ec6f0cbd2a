using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Testing.Vendors.Specs;

namespace VoiceAgent.Testing.Vendors.ElevenLabs;

/// <summary><c>/v1/text-to-speech/{voice}/multi-stream-input</c>.</summary>
internal sealed class ContextRoom(ElevenLabsServer server)
{
    private const string Channel = "/v1/text-to-speech/{voice_id}/multi-stream-input";

    // The real server's most.
    private const int MostContexts = 5;

    private readonly Dictionary<string, VoiceContext> _contexts = [];
    private readonly List<Task> _speaking = [];

    public async Task AnswerAsync(HttpContext context)
    {
        if (await server.OpenAsync(context) is not { } wire)
        {
            return;
        }

        try
        {
            CheckQuery(context);
            while (await wire.ReceiveAsync(wire.Gone) is { } message && Serve(wire, message.Json, context))
            {
            }

            await Task.WhenAll(_speaking);
        }
        catch (VendorRefusal refusal)
        {
            server.Note(refusal);
            await wire.SendAsync(refusal.Body);
            await wire.CloseAsync(1008, refusal.Body["error"]!.ToString());
        }
    }

    private void CheckQuery(HttpContext context)
    {
        var query = context.Request.Query.Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString()));
        if (VendorDescription.ElevenLabsSockets.QueryProblems(Channel, query) is { Count: > 0 } problems)
        {
            throw Refuse("invalid_query", string.Join("; ", problems));
        }

        if (context.Request.Query["output_format"] != "pcm_24000")
        {
            throw Refuse("invalid_output_format", "this stand-in speaks pcm_24000 alone");
        }

        if (context.Request.RouteValues["voice"]?.ToString() != ElevenLabsServer.Voice)
        {
            throw Refuse("voice_id_does_not_exist", "there is no such voice");
        }
    }

    // False when the client says that this was all.
    private bool Serve(VendorWire wire, JsonObject message, HttpContext http)
    {
        server.Messages.Enqueue(message);
        var id = message["context_id"]?.ToString() ?? "";
        var known = _contexts.TryGetValue(id, out var context);
        Hold(SchemaOf(message, known), message);
        if (message["close_socket"]?.GetValue<bool>() == true)
        {
            return false;
        }

        if (message["close_context"]?.GetValue<bool>() == true)
        {
            context?.Close();
            server.CalledOff.Open();
            _contexts.Remove(id);
            return true;
        }

        if (!known)
        {
            Open(message, id);
            return true;
        }

        if (message.ContainsKey("voice_settings"))
        {
            throw Refuse("invalid_message", "voice settings come with a context's first message alone");
        }

        var text = message["text"]?.ToString() ?? "";
        if (text.Length > 0 && !text.EndsWith(' '))
        {
            throw Refuse("invalid_message", "a text ends with a space");
        }

        context!.Text += text;
        if (message["flush"]?.GetValue<bool>() == true)
        {
            _speaking.Add(new ContextVoice(server, wire, http).SpeakAsync(id, context));
        }

        return true;
    }

    private void Open(JsonObject message, string id)
    {
        if (message["text"]?.ToString() != " ")
        {
            throw Refuse("invalid_message", "a context begins with a single space");
        }

        if (message["voice_settings"]?["speed"]?.GetValue<double>() is < 0.7 or > 1.2)
        {
            throw Refuse("invalid_voice_settings", "speed lies between 0.7 and 1.2");
        }

        _contexts[id] = _contexts.Count < MostContexts ? new VoiceContext() : throw Refuse("max_contexts_exceeded", "there are five contexts already");
    }

    private static string SchemaOf(JsonObject message, bool known) => message switch
    {
        _ when message.ContainsKey("close_socket") => "CloseSocket",
        _ when message.ContainsKey("close_context") => "CloseContext",
        _ when !known => "InitializeConnectionMulti",
        _ when message["text"]?.ToString() == "" => "KeepContextAlive",
        _ when message.ContainsKey("flush") => "FlushContext",
        _ => "SendTextMulti",
    };

    private void Hold(string schema, JsonObject message)
    {
        if (VendorDescription.ElevenLabsSockets.Problems(schema, message) is { Count: > 0 } problems)
        {
            throw Refuse("invalid_message", $"{schema}: {string.Join("; ", problems)}");
        }
    }

    private VendorRefusal Refuse(string code, string complaint) =>
        new(1008, new JsonObject { ["message"] = $"{complaint}: {server.Quoted}", ["error"] = code, ["code"] = 1008 }, complaint);
}

/// <summary>One context of a socket.</summary>
internal sealed class VoiceContext
{
    private readonly Gate _closed = new();

    public string Text { get; set; } = "";

    public void Close() => _closed.Open();

    public Task ClosedAsync(CancellationToken cancellationToken) => _closed.OpenedAsync(cancellationToken);
}
