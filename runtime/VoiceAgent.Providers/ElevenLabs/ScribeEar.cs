using System.Text.Json;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Ears;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>ElevenLabs' realtime transcription. Each utterance is committed by hand; who speaks when is our own ear's business.</summary>
internal sealed class ScribeEar(VendorConnection connection, TranscriptionOptions options) : EarDialect
{
    private const string DefaultModel = "scribe_v2_realtime";

    // Less than 0.3 s cannot be committed: the server answers "commit_throttled".
    private const int FewestSamples = 5_120;

    // The long form of a transcript comes after the short one. It is worth its delay only to those who want words and languages.
    private readonly bool _timestamps = options.Settings.GetValueOrDefault("timestamps") == "true";
    private double _begin;
    private double _sent;
    private string _committed = "";
    private bool _ended;

    public override Uri Address => connection.SocketAt(
        $"/v1/speech-to-text/realtime?model_id={Uri.EscapeDataString(options.Model ?? DefaultModel)}&audio_format=pcm_16000&commit_strategy=manual{(_timestamps ? "&include_timestamps=true" : "")}" +
        $"&language_code={Uri.EscapeDataString(options.Language.Split('-')[0].ToLowerInvariant())}{Keyterms()}");

    // The socket is closed after a quarter of a minute without audio; an empty chunk counts.
    public override TimeSpan? KeepAliveEvery => TimeSpan.FromSeconds(10);

    public override async Task GreetAsync(VendorSocket socket, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var body = (await socket.ReceiveAsync(cancellationToken)).Read();
            if (Type(body.RootElement) == "session_started")
            {
                return;
            }

            ThrowIfComplaint(body.RootElement);
        }
    }

    public override void Begin() => (_begin, _committed, _ended) = (_sent, "", false);

    public override SocketMessage Audio(ReadOnlySpan<short> samples) => Chunk(samples, commit: false);

    public override IEnumerable<SocketMessage> End(int samples)
    {
        if (samples < FewestSamples)
        {
            yield return Chunk(new short[FewestSamples - samples], commit: false);
        }

        _ended = true;
        yield return Chunk([], commit: true);
    }

    public override SocketMessage KeepAlive() => Chunk([], commit: false);

    public override Heard Read(SocketMessage message)
    {
        using var body = message.Read();
        var root = body.RootElement;
        switch (Type(root))
        {
            case "partial_transcript" or "final_transcript":
                return new Heard(Joined(root));
            case "committed_transcript" when _timestamps:
                return default;
            case "committed_transcript" or "committed_transcript_with_timestamps":
                return Committed(root);
            case "insufficient_audio_activity" or "commit_throttled":
                return new Heard(Final: Transcript.Empty);
            default:
                ThrowIfComplaint(root);
                return default;
        }
    }

    private SocketMessage Chunk(ReadOnlySpan<short> samples, bool commit)
    {
        _sent += (double)samples.Length / AudioFormat.HearingRate;
        return Base64Audio.Message("audio_base_64", samples, json =>
        {
            json.WriteString("message_type", "input_audio_chunk");
            json.WriteBoolean("commit", commit);
            json.WriteNumber("sample_rate", AudioFormat.HearingRate);
        });
    }

    // A very long utterance is committed by the vendor itself, in the middle.
    private Heard Committed(JsonElement root)
    {
        if (_ended)
        {
            return new Heard(Final: Final(root));
        }

        _committed = Joined(root);
        return new Heard(_committed);
    }

    private string Joined(JsonElement root) => $"{_committed} {root.GetProperty("text").GetString()}".Trim();

    private Transcript Final(JsonElement root)
    {
        var words = root.TryGetProperty("words", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(word => word.TryGetProperty("type", out var type) && type.GetString() == "word").ToList()
            : [];
        var sure = words.Where(word => word.TryGetProperty("logprob", out _)).Select(word => Math.Exp(word.GetProperty("logprob").GetDouble())).ToList();
        return new Transcript(Joined(root), sure.Count > 0 ? sure.Average() : null)
        {
            Words = [.. words.Select(Word)],
            Language = root.TryGetProperty("language_code", out var language) ? language.GetString() : null,
        };
    }

    // The vendor counts from the first audio of the socket.
    private TranscriptWord Word(JsonElement word) =>
        new(word.GetProperty("text").GetString() ?? "", At(word, "start"), At(word, "end"), word.TryGetProperty("logprob", out var sure) ? Math.Exp(sure.GetDouble()) : null);

    private TimeSpan At(JsonElement word, string name) =>
        TimeSpan.FromSeconds(word.TryGetProperty(name, out var at) && at.ValueKind == JsonValueKind.Number ? Math.Max(0, at.GetDouble() - _begin) : 0);

    private static string? Type(JsonElement root) => root.TryGetProperty("message_type", out var type) ? type.GetString() : null;

    // Every complaint carries an "error"; what it is about stands in its type.
    private void ThrowIfComplaint(JsonElement root)
    {
        if (root.TryGetProperty("error", out _))
        {
            throw connection.Faults.Event(CallStage.Transcription, new Refusal(Type(root)));
        }
    }

    private string Keyterms() => string.Concat(
        (options.Settings.GetValueOrDefault("keyterms") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(term => $"&keyterms={Uri.EscapeDataString(term)}"));
}
