using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors.ElevenLabs;

/// <summary>
/// <c>/v1/speech-to-text/realtime</c>. The vendor's published description is older than this socket: what is checked here is what the vendor's own
/// client (elevenlabs-js 2.56) declares.
/// </summary>
internal sealed class ScribeRoom(ElevenLabsServer server)
{
    // "You need at least 0.3s of uncommitted audio."
    private const int FewestSamples = 4_800;

    private static readonly string[] Parameters =
    [
        "model_id", "audio_format", "commit_strategy", "vad_silence_threshold_secs", "vad_threshold", "min_speech_duration_ms", "min_silence_duration_ms",
        "language_code", "include_timestamps", "include_language_detection", "keyterms", "no_verbatim", "enable_logging",
    ];

    private static readonly string[] Fields = ["message_type", "audio_base_64", "commit", "sample_rate", "previous_text"];

    private double _heard;
    private int _samples;
    private bool _partial;
    private ScriptedFault? _fault;

    public async Task AnswerAsync(HttpContext context)
    {
        CheckQuery(context.Request.Query);
        if (await server.OpenAsync(context) is not { } wire)
        {
            return;
        }

        await wire.SendAsync(Message("session_started", ("session_id", "s1"), ("config", new JsonObject { ["sample_rate"] = 16_000 })));
        while (await wire.ReceiveAsync(wire.Gone) is { } message)
        {
            try
            {
                await ServeAsync(wire, Check(message.Json), context);
            }
            catch (VendorRefusal refusal)
            {
                server.Note(refusal);
                await wire.SendAsync(refusal.Body);
            }
        }
    }

    private void CheckQuery(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(name => !Parameters.Contains(name)) is { } unknown)
        {
            throw server.Refuse(422, "extra_forbidden", $"there is no parameter {unknown}", unknown);
        }

        if (query["model_id"] != "scribe_v2_realtime" || query["audio_format"] != "pcm_16000" || query["commit_strategy"] != "manual")
        {
            throw server.Refuse(422, "enum", "this stand-in hears scribe_v2_realtime, pcm_16000 and manual commits alone", "model_id");
        }

        if (query["language_code"].ToString().Length is not 2 and not 3)
        {
            throw server.Refuse(422, "string_pattern_mismatch", "a language code has two or three letters", "language_code");
        }
    }

    private JsonObject Check(JsonObject message)
    {
        if (message.Select(field => field.Key).FirstOrDefault(name => !Fields.Contains(name)) is { } unknown)
        {
            throw Refuse("input_error", $"there is no field {unknown}");
        }

        return message["message_type"]?.ToString() == "input_audio_chunk" && message["sample_rate"]?.GetValue<int>() == 16_000
            && message["commit"] is not null && message["audio_base_64"] is not null
            ? message
            : throw Refuse("input_error", "a message is an input_audio_chunk with audio_base_64, commit and the sample rate of the session");
    }

    private async Task ServeAsync(VendorWire wire, JsonObject message, HttpContext context)
    {
        var bytes = Convert.FromBase64String(message["audio_base_64"]!.ToString());
        _samples += bytes.Length % 2 == 0 ? bytes.Length / 2 : throw Refuse("input_error", "half a sample");
        var commit = message["commit"]!.GetValue<bool>();
        if (commit && _samples < FewestSamples)
        {
            throw Refuse("commit_throttled", $"only {_samples / 16} ms of audio");
        }

        // The first guess comes while the utterance is still being spoken.
        if (!_partial && _samples > 8_000)
        {
            _partial = true;
            await BeginAsync(wire, context);
        }

        if (commit)
        {
            await CommitAsync(wire, context);
        }
    }

    private async Task BeginAsync(VendorWire wire, HttpContext context)
    {
        _fault = server.Begin();
        if (_fault?.Kind is FaultKind.MalformedJson)
        {
            await wire.SendTextAsync("{\"message_type\":");
        }

        if (_fault?.Kind is FaultKind.NeverAnswers or FaultKind.DiesAtOnce)
        {
            return;
        }

        if (await server.BeforeAsync(_fault, context) && server.Utterances.TryPeek(out var text) && text.Length > 0)
        {
            await wire.SendAsync(Message("partial_transcript", ("text", text.Split(' ')[0])));
            await server.AfterFirstAsync(_fault, context);
        }
    }

    private async Task CommitAsync(VendorWire wire, HttpContext context)
    {
        server.Heard.Enqueue(TimeSpan.FromSeconds(_samples / 16_000.0));
        if (!_partial)
        {
            await BeginAsync(wire, context);
        }

        var text = server.Utterances.TryDequeue(out var scripted) ? scripted : "hello there";
        if (_fault?.Kind is FaultKind.NeverAnswers or FaultKind.DiesAtOnce)
        {
            await server.BeforeAsync(_fault, context);
            return;
        }

        await wire.SendAsync(Message("committed_transcript", ("text", text)));
        if (context.Request.Query["include_timestamps"] == "true")
        {
            await wire.SendAsync(Message("committed_transcript_with_timestamps", ("text", text), ("language_code", "en"), ("words", Words(text))));
        }

        _heard += _samples / 16_000.0;
        (_samples, _partial, _fault) = (0, false, null);
    }

    private JsonArray Words(string text)
    {
        var words = new JsonArray();
        var at = _heard;
        foreach (var word in text.Split(' '))
        {
            words.Add(new JsonObject { ["text"] = word, ["start"] = at, ["end"] = at + 0.2, ["type"] = "word", ["logprob"] = -0.1, ["speaker_id"] = "speaker_0" });
            words.Add(new JsonObject { ["text"] = " ", ["start"] = at + 0.2, ["end"] = at + 0.25, ["type"] = "spacing" });
            at += 0.25;
        }

        return words;
    }

    private VendorRefusal Refuse(string type, string complaint) =>
        new(400, Message(type, ("error", string.Create(CultureInfo.InvariantCulture, $"{complaint}: {server.Quoted}"))), complaint);

    private static JsonObject Message(string type, params (string Name, JsonNode Value)[] fields)
    {
        var message = new JsonObject { ["message_type"] = type };
        foreach (var (name, value) in fields)
        {
            message[name] = value;
        }

        return message;
    }
}
