using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.OpenAI;

/// <summary><c>/realtime?intent=transcription</c>.</summary>
internal sealed class RealtimeRoom(OpenAIServer server)
{
    // 100 ms of 24 kHz: the real server's least.
    private const int FewestSamples = 2_400;

    private JsonNode? _transcription;
    private int _samples;
    private int _items;

    public async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Query["intent"] != "transcription" || context.Request.Query.ContainsKey("model"))
        {
            throw server.Refuse(400, "invalid_model", "this stand-in transcribes, and a transcription names its model in the session");
        }

        if (await server.OpenAsync(context) is not { } wire)
        {
            return;
        }

        await SendAsync(wire, "SessionCreated", "session.created", new JsonObject { ["session"] = Session(new JsonObject()) });
        while (await wire.ReceiveAsync(wire.Gone) is { } message)
        {
            try
            {
                await ServeAsync(wire, message.Json, context);
            }
            catch (VendorRefusal refusal)
            {
                server.Note(refusal);
                await SendAsync(wire, "Error", "error", new JsonObject { ["error"] = refusal.Body["error"]!.DeepClone() });
            }
        }
    }

    private async Task ServeAsync(VendorWire wire, JsonObject message, HttpContext context)
    {
        switch (message["type"]?.ToString())
        {
            case "session.update":
                server.Bodies.Enqueue(message);
                server.Hold("RealtimeClientEventSessionUpdate", message);
                var input = message["session"]!["audio"]!["input"]!;
                CheckInput(input);
                _transcription = input["transcription"];
                await SendAsync(wire, "SessionUpdated", "session.updated", new JsonObject { ["session"] = Session(message["session"]!["audio"]!.DeepClone().AsObject()) });
                break;
            case "input_audio_buffer.append":
                server.Hold("RealtimeClientEventInputAudioBufferAppend", message);
                var bytes = Convert.FromBase64String(message["audio"]!.ToString());
                _samples += bytes.Length % 2 == 0 ? bytes.Length / 2 : throw server.Refuse(400, "invalid_value", "half a sample", "audio");
                break;
            case "input_audio_buffer.commit":
                server.Hold("RealtimeClientEventInputAudioBufferCommit", message);
                await CommitAsync(wire, context);
                break;
            default:
                throw server.Refuse(400, "invalid_value", $"there is no client event {message["type"]}", "type");
        }
    }

    private void CheckInput(JsonNode input)
    {
        if (input["format"]?["type"]?.ToString() == "audio/pcm" && input["format"]!["rate"]?.GetValue<int>() != 24_000)
        {
            throw server.Refuse(400, "invalid_value", "audio/pcm has 24 kHz alone", "session.audio.input.format.rate");
        }

        if (input["transcription"]?["language"]?.ToString().Length is not null and not 2)
        {
            throw server.Refuse(400, "invalid_language_format", "the language is not of two letters", "language");
        }

        if (input["transcription"]?["model"]?.ToString().StartsWith("no-such", StringComparison.Ordinal) == true)
        {
            throw server.Refuse(404, "model_not_found", "there is no such model", "model");
        }
    }

    private async Task CommitAsync(VendorWire wire, HttpContext context)
    {
        if (_transcription is null)
        {
            throw server.Refuse(400, "invalid_value", "audio before a session with a transcription");
        }

        if (_samples < FewestSamples)
        {
            throw server.Refuse(400, "input_audio_buffer_commit_empty", $"only {_samples / 24} ms of audio");
        }

        server.Heard.Enqueue(TimeSpan.FromSeconds(_samples / 24_000.0));
        _samples = 0;
        var item = $"item_{++_items}";
        var text = server.Utterances.TryDequeue(out var scripted) ? scripted : "hello there";
        var fault = server.Begin();
        await SendAsync(wire, "InputAudioBufferCommitted", "input_audio_buffer.committed", new JsonObject { ["item_id"] = item, ["previous_item_id"] = null });
        if (fault?.Kind is FaultKind.Refuses)
        {
            // On this socket a failure is an event about an item.
            var error = new JsonObject { ["type"] = "server_error", ["code"] = fault.Code, ["message"] = $"failed on {server.Quoted}" };
            await SendAsync(wire, Transcription + "Failed", "conversation.item.input_audio_transcription.failed", About(item, "error", error));
            return;
        }

        if (await server.BeforeAsync(fault, context))
        {
            await TranscribeAsync(wire, item, text, fault, context);
        }
    }

    private const string Transcription = "ConversationItemInputAudioTranscription";

    private async Task TranscribeAsync(VendorWire wire, string item, string text, ScriptedFault? fault, HttpContext context)
    {
        if (fault?.Kind is FaultKind.MalformedJson)
        {
            await wire.SendTextAsync("{\"type\":");
            return;
        }

        var first = true;
        foreach (var (word, at) in text.Split(' ').Select((word, at) => (word, at)))
        {
            await SendAsync(wire, Transcription + "Delta", "conversation.item.input_audio_transcription.delta", About(item, "delta", at == 0 ? word : $" {word}"));
            if (first && !await server.AfterFirstAsync(fault, context))
            {
                return;
            }

            first = false;
        }

        var done = About(item, "transcript", text);
        done["usage"] = new JsonObject { ["type"] = "tokens", ["total_tokens"] = 9, ["input_tokens"] = 6, ["output_tokens"] = 3 };
        await SendAsync(wire, Transcription + "Completed", "conversation.item.input_audio_transcription.completed", done);
    }

    private async Task SendAsync(VendorWire wire, string schema, string type, JsonObject fields)
    {
        fields["type"] = type;
        fields["event_id"] = "event_1";
        server.Hold($"RealtimeServerEvent{schema}", fields);
        await wire.SendAsync(fields);
    }

    private static JsonObject About(string item, string name, JsonNode value) => new() { ["item_id"] = item, ["content_index"] = 0, [name] = value };

    private static JsonObject Session(JsonObject audio) => new() { ["type"] = "transcription", ["object"] = "realtime.transcription_session", ["id"] = "sess_1", ["audio"] = audio };
}
