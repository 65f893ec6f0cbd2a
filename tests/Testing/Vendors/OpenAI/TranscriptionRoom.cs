using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.OpenAI;

/// <summary><c>POST /audio/transcriptions</c>, whole and in pieces.</summary>
internal sealed class TranscriptionRoom(OpenAIServer server)
{
    private static readonly string[] Lists = ["include[]", "timestamp_granularities[]", "languages[]", "keywords[]"];

    public async Task AnswerAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            throw server.Refuse(400, "invalid_content_type", $"the content type is {context.Request.ContentType}");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        server.Forms.Enqueue(form.ToDictionary(field => field.Key, field => field.Value.ToString()));
        var seconds = await CheckAsync(form);
        server.Heard.Enqueue(TimeSpan.FromSeconds(seconds));
        var text = server.Utterances.TryDequeue(out var scripted) ? scripted : "hello there";
        var fault = server.Begin();
        if (!await server.BeforeAsync(fault, context))
        {
            return;
        }

        var model = form["model"].ToString();
        if (fault?.Kind is FaultKind.MalformedJson)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"text\":", context.RequestAborted);
        }
        else if (form["stream"] == "true" && model != "whisper-1")
        {
            await StreamAsync(context, text, form["include[]"] == "logprobs", fault);
        }
        else
        {
            await WholeAsync(context, text, form["response_format"].ToString(), seconds, fault);
        }
    }

    private async Task<double> CheckAsync(IFormCollection form)
    {
        var described = new JsonObject { ["file"] = "" };
        foreach (var (name, value) in form)
        {
            JsonNode node = Lists.Contains(name) ? new JsonArray([.. value.Select(one => JsonValue.Create(one))])
                : name == "stream" ? JsonValue.Create(value == "true")
                : name == "temperature" ? JsonValue.Create(double.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture))
                : JsonValue.Create(value.ToString());
            described[name.Replace("[]", "", StringComparison.Ordinal)] = node;
        }

        server.Hold("CreateTranscriptionRequest", described);
        var model = form["model"].ToString();
        if (model.StartsWith("no-such", StringComparison.Ordinal))
        {
            throw server.Refuse(404, "model_not_found", $"there is no model {model}", "model");
        }

        if (form["language"].ToString() is { Length: > 0 and not 2 })
        {
            throw server.Refuse(400, "invalid_language_format", "the language is not of two letters", "language");
        }

        if (form["include[]"].Count > 0 && (model == "whisper-1" || form["response_format"] != "json"))
        {
            throw server.Refuse(400, "invalid_value", "logprobs come with json and a gpt-4o model alone", "include");
        }

        var file = form.Files.GetFile("file") ?? throw server.Refuse(400, "missing_required_parameter", "there is no file", "file");
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        return VendorAudio.ReadWav(content.GetBuffer().AsSpan(0, (int)content.Length)) is { } wav && file.FileName.EndsWith(".wav", StringComparison.Ordinal)
            ? wav.Samples / (double)wav.Rate
            : throw server.Refuse(400, "unsupported_format", "the file is no WAV of 16 bits and one channel", "file");
    }

    private async Task StreamAsync(HttpContext context, string text, bool logprobs, ScriptedFault? fault)
    {
        var events = new ServerSentEvents(context);
        events.Begin();
        var first = true;
        foreach (var (word, at) in text.Split(' ').Select((word, at) => (word, at)))
        {
            var delta = new JsonObject { ["type"] = "transcript.text.delta", ["delta"] = at == 0 ? word : $" {word}" };
            server.Hold("TranscriptTextDeltaEvent", delta);
            await events.SendAsync(delta);
            if (first && !await server.AfterFirstAsync(fault, context))
            {
                return;
            }

            first = false;
        }

        var done = new JsonObject { ["type"] = "transcript.text.done", ["text"] = text, ["usage"] = Tokens(text) };
        if (logprobs)
        {
            done["logprobs"] = new JsonArray(new JsonObject { ["token"] = "hello", ["logprob"] = -0.1, ["bytes"] = new JsonArray(104) });
        }

        server.Hold("TranscriptTextDoneEvent", done);
        await events.SendAsync(done);
        await events.SendAsync("[DONE]");
    }

    private async Task WholeAsync(HttpContext context, string text, string format, double seconds, ScriptedFault? fault)
    {
        var answer = new JsonObject { ["text"] = text, ["usage"] = new JsonObject { ["type"] = "duration", ["seconds"] = Math.Ceiling(seconds) } };
        if (format == "verbose_json")
        {
            answer["task"] = "transcribe";
            answer["language"] = "english";
            answer["duration"] = seconds;
            answer["segments"] = new JsonArray(Segment(text, seconds));
            server.Hold("CreateTranscriptionResponseVerboseJson", Without(answer, "task"));
        }

        context.Response.ContentType = "application/json";
        var body = answer.ToJsonString();
        await context.Response.WriteAsync(body[..10], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (await server.AfterFirstAsync(fault, context))
        {
            await context.Response.WriteAsync(body[10..], context.RequestAborted);
        }
    }

    // "(silence)" is how a script says that nobody spoke, and Whisper imagines words.
    private static JsonObject Segment(string text, double seconds) => new()
    {
        ["id"] = 0,
        ["seek"] = 0,
        ["start"] = 0,
        ["end"] = seconds,
        ["text"] = text == "(silence)" ? "Thanks for watching!" : text,
        ["tokens"] = new JsonArray(50364),
        ["temperature"] = 0,
        ["avg_logprob"] = text == "(silence)" ? -1.4 : -0.2,
        ["compression_ratio"] = 1.0,
        ["no_speech_prob"] = text == "(silence)" ? 0.9 : 0.01,
    };

    private static JsonObject Without(JsonObject body, string field)
    {
        // Sent by the real server, unknown to the description.
        var copy = body.DeepClone().AsObject();
        copy.Remove(field);
        return copy;
    }

    private static JsonObject Tokens(string text) => new()
    {
        ["type"] = "tokens",
        ["input_tokens"] = 14,
        ["input_token_details"] = new JsonObject { ["text_tokens"] = 4, ["audio_tokens"] = 10 },
        ["output_tokens"] = text.Split(' ').Length,
        ["total_tokens"] = 14 + text.Split(' ').Length,
    };
}
