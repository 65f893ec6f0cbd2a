using System.Collections.Concurrent;
using System.Threading.Channels;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Testing.Calls;

/// <summary>Understands what the script says the caller is saying.</summary>
public sealed class ScriptedTranscriber(TimeProvider time) : ITranscriber
{
    private readonly ConcurrentQueue<string> _texts = new();

    /// <summary>From the end of an utterance to its final transcript.</summary>
    public TimeSpan FinalDelay { get; set; } = TimeSpan.FromMilliseconds(80);

    /// <summary>After so much audio of an utterance its text is given as an interim transcript; null for none.</summary>
    public TimeSpan? InterimAfter { get; set; }

    /// <summary>What the next utterance will be understood as.</summary>
    public void Expect(string text) => _texts.Enqueue(text);

    /// <summary>Samples of every utterance, as they came.</summary>
    public ConcurrentDictionary<int, int> SamplesHeard { get; } = new();

    /// <summary>Faults the ear of the latest call.</summary>
    public void GoDeaf() => _latest?.Fault();

    private Ear? _latest;

    /// <inheritdoc/>
    public ValueTask<ITranscription> OpenAsync(TranscriptionOptions options, CancellationToken cancellationToken) => new(_latest = new Ear(this, time));

    private sealed class Ear(ScriptedTranscriber script, TimeProvider time) : ITranscription
    {
        private readonly Channel<TranscriptEvent> _events = Channel.CreateUnbounded<TranscriptEvent>();
        private string _text = "";
        private int _utterance;
        private bool _interim;

        public ChannelReader<TranscriptEvent> Events => _events.Reader;

        public void Begin(int utterance)
        {
            _utterance = utterance;
            _interim = false;
            script.SamplesHeard[utterance] = 0;
            _text = script._texts.TryDequeue(out var text) ? text : "";
        }

        public void Write(ReadOnlySpan<short> samples)
        {
            var heard = script.SamplesHeard[_utterance] += samples.Length;
            if (!_interim && script.InterimAfter is { } after && heard >= after.TotalSeconds * 16_000 && _text.Length > 0)
            {
                _interim = true;
                _events.Writer.TryWrite(new TranscriptEvent(_utterance, _text, IsFinal: false));
            }
        }

        public void End(int utterance) => _ = FinishAsync(utterance, _text);

        public void Fault() => _events.Writer.TryComplete(new ProviderException("scripted", CallStage.Transcription, FaultOwner.Provider, "The ear went deaf."));

        public ValueTask DisposeAsync()
        {
            _events.Writer.TryComplete();
            return default;
        }

        private async Task FinishAsync(int utterance, string text)
        {
            await Task.Delay(script.FinalDelay, time, CancellationToken.None);
            _events.Writer.TryWrite(new TranscriptEvent(utterance, text, IsFinal: true));
        }
    }
}
