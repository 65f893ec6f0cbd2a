using System.Threading.Channels;
using VoiceAgent.Conversation.Listening;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Testing.Audio;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Listening;

/// <summary>The real voice activity model on real speech.</summary>
public sealed class CallerEarTests : IDisposable, IEarListener, ITranscription
{
    private static readonly SileroModel Model = new();

    private readonly List<(string What, int Utterance, TimeSpan At)> _heard = [];
    private readonly Dictionary<int, List<short>> _written = [];
    private readonly CallerEar _ear;
    private int _open;

    public CallerEarTests() => _ear = new CallerEar(new ListeningOptions(), new SileroStream(Model), this, this);

    [Theory]
    [InlineData("slt")]
    [InlineData("rms")]
    [InlineData("awb")]
    public async Task A_sentence_is_one_utterance_that_begins_and_ends_with_the_voice(string voice)
    {
        var speech = await Flite.SayAsync("What are your opening hours on Saturday?", voice);

        Hear(new short[16_000], speech, new short[16_000]);

        Assert.Equal(["started", "stopped"], _heard.Select(entry => entry.What));
        Assert.InRange(_heard[0].At.TotalSeconds, 0.6, 1.3);
        Assert.InRange(_heard[1].At.TotalSeconds, 1 + (speech.Length / 16_000.0) - 0.6, 1 + (speech.Length / 16_000.0) + 0.1);
        Assert.InRange(_written[1].Count, speech.Length * 8 / 10, speech.Length + (16_000 * 7 / 10));
    }

    [Fact]
    public async Task Two_sentences_with_a_pause_are_two_utterances()
    {
        var speech = await Flite.SayAsync("Good morning.");

        Hear(new short[8_000], speech, new short[12_000], speech, new short[16_000]);

        Assert.Equal([1, 1, 2, 2], _heard.Select(entry => entry.Utterance));
    }

    [Fact]
    public void Silence_hiss_and_hum_are_not_speech()
    {
        short[] hum = [.. Enumerable.Range(0, 32_000).Select(i => (short)(2_000 * Math.Sin(2 * Math.PI * 50 * i / 16_000)))];

        Hear(new short[32_000], Flite.Noise(2, 300), hum, Flite.Noise(2, 4_000));

        Assert.Empty(_heard);
    }

    [Fact]
    public async Task The_length_of_the_pieces_changes_nothing()
    {
        var speech = await Flite.SayAsync("Do you take my insurance?");
        Hear(new short[8_000], speech, new short[16_000]);
        var whole = _heard.ToArray();
        _heard.Clear();

        using var again = new CallerEar(new ListeningOptions(), new SileroStream(Model), this, this);
        foreach (var piece in ((short[])[.. new short[8_000], .. speech, .. new short[16_000]]).Chunk(77))
        {
            again.Hear(piece);
        }

        Assert.Equal(whole, _heard);
    }

    [Fact]
    public async Task By_hand_everything_is_one_utterance_until_committed()
    {
        var speech = await Flite.SayAsync("Good morning.");
        _ear.SetDetecting(false);

        Hear(new short[8_000], speech, new short[8_000]);
        var utterance = _ear.Commit();

        Assert.Equal(1, utterance);
        Assert.Equal(16_000 + speech.Length, _written[1].Count);
        Assert.Equal(0, _open);
        Assert.Equal(0, _ear.Commit());
    }

    [Fact]
    public async Task The_steady_state_allocates_nothing()
    {
        var speech = await Flite.SayAsync("What are your opening hours on Saturday?");
        var frames = speech.Chunk(320).ToArray();
        using var ear = new CallerEar(new ListeningOptions(), new SileroStream(Model), new NoTranscription(), new NoListener());
        Array.ForEach(frames, frame => ear.Hear(frame));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Array.ForEach(frames, frame => ear.Hear(frame));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, frames.Length * 4);
    }

    [Fact]
    public async Task Disposal_under_a_stream_of_frames_is_safe()
    {
        var ear = new CallerEar(new ListeningOptions(), new SileroStream(Model), new NoTranscription(), new NoListener());
        var noise = Flite.Noise(0.02, 8_000);
        var hearing = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                ear.Hear(noise);
            }
        });

        ear.Dispose();
        await hearing;

        Assert.True(hearing.IsCompletedSuccessfully);
    }

    public void Dispose() => _ear.Dispose();

    private void Hear(params short[][] parts)
    {
        foreach (var frame in parts.SelectMany(part => part).Chunk(320))
        {
            _ear.Hear(frame);
        }
    }

    void IEarListener.SpeechStarted(int utterance, TimeSpan audioStart, TimeSpan position) => _heard.Add(("started", utterance, audioStart));

    void IEarListener.SpeechContinued(int utterance, TimeSpan voiced)
    {
    }

    void IEarListener.SpeechStopped(int utterance, TimeSpan lastVoiced, TimeSpan position) => _heard.Add(("stopped", utterance, lastVoiced));

    ChannelReader<TranscriptEvent> ITranscription.Events => throw new NotSupportedException();

    void ITranscription.Begin(int utterance) => _written[_open = utterance] = [];

    void ITranscription.Write(ReadOnlySpan<short> samples) => _written[_open].AddRange(samples);

    void ITranscription.End(int utterance)
    {
        Assert.Equal(_open, utterance);
        _open = 0;
    }

    ValueTask IAsyncDisposable.DisposeAsync() => default;

    private sealed class NoTranscription : ITranscription
    {
        public ChannelReader<TranscriptEvent> Events => throw new NotSupportedException();

        public void Begin(int utterance)
        {
        }

        public void Write(ReadOnlySpan<short> samples)
        {
        }

        public void End(int utterance)
        {
        }

        public ValueTask DisposeAsync() => default;
    }

    private sealed class NoListener : IEarListener
    {
        public void SpeechStarted(int utterance, TimeSpan audioStart, TimeSpan position)
        {
        }

        public void SpeechContinued(int utterance, TimeSpan voiced)
        {
        }

        public void SpeechStopped(int utterance, TimeSpan lastVoiced, TimeSpan position)
        {
        }
    }
}
