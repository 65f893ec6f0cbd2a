using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Ears;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Deepgram;

/// <summary>
/// Deepgram's <c>/v1/listen</c>. Its own endpointing is off; the end of an utterance is told it with Finalize. An utterance is the sum of the pieces
/// that it calls final, whose places in the audio say which utterance they belong to.
/// </summary>
internal sealed class ListenEar(VendorConnection connection, TranscriptionOptions options) : EarDialect
{
    private const string DefaultModel = "nova-3";

    // Rounding, and frames that the vendor keeps back.
    private const double Tolerance = 0.05;

    // So short an utterance the vendor may pass over without a word.
    private const double Negligible = 0.5;

    private readonly List<string> _texts = [];
    private readonly List<TranscriptWord> _words = [];
    private double _sent;
    private double _begin;
    private bool _ended;
    private bool _answered;

    public override Uri Address => connection.SocketAt("/v1/listen" + new DeepgramQuery(options.Settings)
        .Add("model", options.Model ?? DefaultModel)
        .Add("language", options.Settings.GetValueOrDefault("language") ?? options.Language)
        .Add("encoding", "linear16").Add("sample_rate", AudioFormat.HearingRate).Add("channels", 1)
        .Add("interim_results", "true").Add("endpointing", "false")
        .Add("punctuate", options.Settings.GetValueOrDefault("punctuate") ?? "true")
        .Pass("smart_format", "numerals", "profanity_filter", "redact", "mip_opt_out", "tag", "dictation", "version")
        .Keyterms());

    // Ten seconds without audio or a word end the socket (NET-0001).
    public override TimeSpan? KeepAliveEvery => TimeSpan.FromSeconds(5);

    // The vendor does not promise an answer to Finalize when there is little left to say.
    public override TimeSpan? SettlesAfter => TimeSpan.FromSeconds(1.5);

    public override SocketMessage? Farewell => Say("CloseStream");

    public override void Begin()
    {
        _texts.Clear();
        _words.Clear();
        (_begin, _ended, _answered) = (_sent, false, false);
    }

    public override SocketMessage Audio(ReadOnlySpan<short> samples)
    {
        _sent += (double)samples.Length / AudioFormat.HearingRate;
        return SocketMessage.Audio(MemoryMarshal.AsBytes(samples).ToArray());
    }

    public override IEnumerable<SocketMessage> End(int samples)
    {
        _ended = true;
        yield return Say("Finalize");
    }

    public override SocketMessage KeepAlive() => Say("KeepAlive");

    public override Heard Read(SocketMessage message)
    {
        using var body = message.Read();
        var root = body.RootElement;
        switch (root.TryGetProperty("type", out var type) ? type.GetString() : null)
        {
            case "Results":
                return Results(root);
            case "Error" or null:
                throw connection.Faults.Event(CallStage.Transcription, DeepgramFaults.Read(root));
            default:
                return default;
        }
    }

    public override Transcript? Settled() => _answered || _sent - _begin < Negligible ? Whole() : null;

    private Heard Results(JsonElement root)
    {
        var end = root.GetProperty("start").GetDouble() + root.GetProperty("duration").GetDouble();
        if (end <= _begin + Tolerance && _sent > _begin)
        {
            // A late word about the utterance before.
            return default;
        }

        _answered = true;
        var best = root.GetProperty("channel").GetProperty("alternatives")[0];
        var text = best.GetProperty("transcript").GetString() ?? "";
        if (!True(root, "is_final"))
        {
            return new Heard(Joined(text));
        }

        if (text.Length > 0)
        {
            _texts.Add(text);
            _words.AddRange(best.GetProperty("words").EnumerateArray().Select(Word));
        }

        return _ended && (True(root, "from_finalize") || end >= _sent - Tolerance) ? new Heard(Final: Whole()) : new Heard(Joined(""));
    }

    private Transcript Whole() => new(Joined(""), _words.Count > 0 ? _words.Average(word => word.Confidence) : null)
    {
        Words = [.. _words],
        Usage = new ProviderUsage { Audio = TimeSpan.FromSeconds(_sent - _begin) },
    };

    private string Joined(string more) => string.Join(' ', _texts.Append(more).Where(text => text.Length > 0));

    private TranscriptWord Word(JsonElement word)
    {
        var written = word.TryGetProperty("punctuated_word", out var punctuated) ? punctuated : word.GetProperty("word");
        return new TranscriptWord(written.GetString() ?? "", At(word, "start"), At(word, "end"), word.GetProperty("confidence").GetDouble());
    }

    private TimeSpan At(JsonElement word, string name) => TimeSpan.FromSeconds(Math.Max(0, word.GetProperty(name).GetDouble() - _begin));

    private static bool True(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static SocketMessage Say(string type) => SocketMessage.Text(new JsonObject { ["type"] = type });
}
