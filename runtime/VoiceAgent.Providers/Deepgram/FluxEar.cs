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
/// Deepgram's <c>/v2/listen</c> (Flux), which decides for itself where turns end and cannot be told. So at the end of an utterance it is given as much silence
/// as makes it end its turn, faster than silence passes; and an utterance is the sum of the turns that it made of it.
/// </summary>
internal sealed class FluxEar(VendorConnection connection, TranscriptionOptions options) : EarDialect
{
    // The shortest that the vendor accepts.
    private const string DefaultEndAfter = "500";

    // Frames that the vendor keeps back, and silence that our own ear counted in.
    private const double Tolerance = 0.4;

    private readonly FluxTurns _turns = new();
    private readonly TimeSpan _endAfter = TimeSpan.FromMilliseconds(
        int.TryParse(options.Settings.GetValueOrDefault("eot_timeout_ms"), out var milliseconds) ? Math.Clamp(milliseconds, 500, 10_000) : 500);
    private double _sent;
    private double _begin;
    private double _speechEnd = double.PositiveInfinity;

    public override Uri Address => connection.SocketAt("/v2/listen" + new DeepgramQuery(options.Settings)
        .Add("model", options.Model)
        .Add("encoding", "linear16").Add("sample_rate", AudioFormat.HearingRate)
        .Add("eot_timeout_ms", options.Settings.GetValueOrDefault("eot_timeout_ms") ?? DefaultEndAfter)
        .Pass("eot_threshold", "eager_eot_threshold", "numerals", "profanity_filter", "redact", "mip_opt_out", "tag", "language_hint")
        .Keyterms());

    // There is no KeepAlive here; a little silence does.
    public override TimeSpan? KeepAliveEvery => TimeSpan.FromSeconds(5);

    public override TimeSpan? SettlesAfter => TimeSpan.FromSeconds(1.5);

    public override SocketMessage? Farewell => SocketMessage.Text(new JsonObject { ["type"] = "CloseStream" });

    public override async Task GreetAsync(VendorSocket socket, CancellationToken cancellationToken)
    {
        using var body = (await socket.ReceiveAsync(cancellationToken)).Read();
        ThrowIfError(body.RootElement);
    }

    public override void Begin()
    {
        _turns.Begin();
        (_begin, _speechEnd) = (_sent, double.PositiveInfinity);
    }

    public override SocketMessage Audio(ReadOnlySpan<short> samples)
    {
        _sent += (double)samples.Length / AudioFormat.HearingRate;
        return SocketMessage.Audio(MemoryMarshal.AsBytes(samples).ToArray());
    }

    public override IEnumerable<SocketMessage> End(int samples)
    {
        _speechEnd = _sent;
        var silence = new short[AudioFormat.HearingRate / 10];
        for (var passed = TimeSpan.Zero; passed < _endAfter + TimeSpan.FromMilliseconds(200); passed += TimeSpan.FromMilliseconds(100))
        {
            yield return Audio(silence);
        }
    }

    // Two frames of 80 ms, in which the vendor thinks.
    public override SocketMessage KeepAlive() => Audio(new short[2_560]);

    public override Heard Read(SocketMessage message)
    {
        using var body = message.Read();
        var root = body.RootElement;
        ThrowIfError(root);
        if (root.GetProperty("type").GetString() != "TurnInfo")
        {
            return default;
        }

        var end = root.GetProperty("audio_window_end").GetDouble();
        _turns.Read(root, _begin);
        var finished = !_turns.IsOpen && end >= _speechEnd - Tolerance && (_turns.Text.Length > 0 || end >= _speechEnd + Tolerance);
        return finished ? new Heard(Final: Whole()) : new Heard(_turns.Text) { EndOfTurn = root.GetProperty("end_of_turn_confidence").GetDouble() };
    }

    public override Transcript? Settled()
    {
        if (!_turns.Answered)
        {
            return null;
        }

        var whole = Whole();
        _turns.LeaveOpen();
        return whole;
    }

    private Transcript Whole() => new(_turns.Text, _turns.Words.Count > 0 ? _turns.Words.Average(word => word.Confidence) : null)
    {
        Words = [.. _turns.Words],
        Usage = new ProviderUsage { Audio = TimeSpan.FromSeconds(_sent - _begin) },
    };

    private void ThrowIfError(JsonElement root)
    {
        if (root.GetProperty("type").GetString() == "Error")
        {
            throw connection.Faults.Event(CallStage.Transcription, DeepgramFaults.Read(root));
        }
    }
}
