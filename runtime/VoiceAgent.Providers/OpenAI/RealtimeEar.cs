using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Ears;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.OpenAI;

/// <summary>OpenAI's realtime transcription. Who speaks when is our own ear's business: its turn detection is off, and each utterance is committed.</summary>
internal sealed class RealtimeEar(VendorConnection connection, TranscriptionOptions options) : EarDialect
{
    // The only rate that the format audio/pcm has.
    private const int Rate = 24_000;

    // A buffer of less than 100 ms is refused.
    private const int FewestSamples = 1_600;

    private readonly StringBuilder _deltas = new();
    private Resampler _resampler = new(AudioFormat.HearingRate, Rate);
    private short[] _resampled = [];
    private string? _item;

    // Not ?model=: that opens a conversation, which then refuses to become a transcription.
    public override Uri Address => connection.SocketAt("/realtime?intent=transcription");

    public override async Task GreetAsync(VendorSocket socket, CancellationToken cancellationToken)
    {
        await AwaitAsync(socket, "session.created", cancellationToken);
        await socket.SendAsync(SocketMessage.Text(Session()), cancellationToken);
        await AwaitAsync(socket, "session.updated", cancellationToken);
    }

    public override void Begin()
    {
        _resampler = new Resampler(AudioFormat.HearingRate, Rate);
        _deltas.Clear();
        _item = null;
    }

    public override SocketMessage Audio(ReadOnlySpan<short> samples)
    {
        var most = _resampler.MaxOutput(samples.Length);
        if (_resampled.Length < most)
        {
            _resampled = new short[most];
        }

        var count = _resampler.Resample(samples, _resampled);
        return Base64Audio.Message("audio", _resampled.AsSpan(0, count), json => json.WriteString("type", "input_audio_buffer.append"));
    }

    public override IEnumerable<SocketMessage> End(int samples)
    {
        // Silence that pushes the last samples out of the resampler, and a very short word over the threshold.
        yield return Audio(new short[Math.Max(FewestSamples - samples, 160)]);
        yield return SocketMessage.Text(new JsonObject { ["type"] = "input_audio_buffer.commit" });
    }

    public override Heard Read(SocketMessage message)
    {
        using var body = message.Read();
        var root = body.RootElement;
        switch (root.GetProperty("type").GetString())
        {
            case "input_audio_buffer.committed":
                _item = root.GetProperty("item_id").GetString();
                return default;
            case "conversation.item.input_audio_transcription.delta" when IsOurs(root):
                return new Heard(_deltas.Append(root.TryGetProperty("delta", out var delta) ? delta.GetString() : null).ToString());
            case "conversation.item.input_audio_transcription.completed" when IsOurs(root):
                return new Heard(Final: TranscriptionAnswer.Read(root, "transcript") ?? throw connection.Faults.Malformed(CallStage.Transcription, "an answer without a text"));
            case "conversation.item.input_audio_transcription.failed" when IsOurs(root):
                throw connection.Faults.Event(CallStage.Transcription, OpenAIFaults.Read(root));
            case "error":
                var refusal = OpenAIFaults.Read(root);
                return refusal.Code == "input_audio_buffer_commit_empty"
                    ? new Heard(Final: Transcript.Empty)
                    : throw connection.Faults.Event(CallStage.Transcription, refusal);
            default:
                return default;
        }
    }

    // Guesses may come before the commit that tells the item's name.
    private bool IsOurs(JsonElement root) => _item is null || root.GetProperty("item_id").GetString() == _item;

    private async Task AwaitAsync(VendorSocket socket, string type, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var body = (await socket.ReceiveAsync(cancellationToken)).Read();
            var said = body.RootElement.GetProperty("type").GetString();
            if (said == type)
            {
                return;
            }

            if (said == "error")
            {
                throw connection.Faults.Event(CallStage.Transcription, OpenAIFaults.Read(body.RootElement));
            }
        }
    }

    private JsonObject Session()
    {
        var transcription = new JsonObject { ["model"] = options.Model, ["language"] = OpenAILanguage.Of(options.Language) };
        if (OpenAIPrompt.Of(options) is { Length: > 0 } prompt)
        {
            transcription["prompt"] = prompt;
        }

        var input = new JsonObject
        {
            ["format"] = new JsonObject { ["type"] = "audio/pcm", ["rate"] = Rate },
            ["transcription"] = transcription,
            ["turn_detection"] = null,
        };
        if (options.Settings.TryGetValue("noise_reduction", out var noise))
        {
            input["noise_reduction"] = new JsonObject { ["type"] = noise };
        }

        var session = new JsonObject { ["type"] = "transcription", ["audio"] = new JsonObject { ["input"] = input } };
        if (options.Model!.StartsWith("gpt-4o", StringComparison.Ordinal))
        {
            session["include"] = new JsonArray("item.input_audio_transcription.logprobs");
        }

        return new JsonObject { ["type"] = "session.update", ["session"] = session };
    }
}
