using System.Threading.Channels;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Local.Vocabulary;

namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>The ear of one call. Its utterances are heard one after another, each by a decoder rented for it.</summary>
internal sealed class LocalTranscription(DecoderPool decoders, CompiledVocabulary vocabulary, LocalOptions options) : ITranscription
{
    private const int MostEvents = 256;
    private static readonly bool Batch = Environment.GetEnvironmentVariable("HEAR_BATCH") == "1";

    private readonly Channel<TranscriptEvent> _events = Channel.CreateBounded<TranscriptEvent>(MostEvents);
    private readonly CancellationTokenSource _closed = new();
    private readonly float[] _mean = CepstralMean.Typical();
    private Utterance? _current;
    private Task _work = Task.CompletedTask;

    public ChannelReader<TranscriptEvent> Events => _events.Reader;

    public void Begin(int utterance)
    {
        _current?.Complete();
        _current = new Utterance(utterance, options);
        _work = HearAsync(_work, _current);
    }

    public void Write(ReadOnlySpan<short> samples) => _current?.Write(samples);

    public void End(int utterance)
    {
        if (_current?.Number == utterance)
        {
            _current.Complete();
            _current = null;
        }
    }

    /// <summary>Stops the work first, so that the decoder is back in the pool before the events end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _events.Writer.TryComplete();
        _closed.Dispose();
    }

    private async Task HearAsync(Task before, Utterance utterance)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        try
        {
            var decoder = await decoders.RentAsync(vocabulary, _closed.Token);
            var failed = true;
            try
            {
                await DecodeAsync(decoder, utterance);
                failed = false;
            }
            finally
            {
                decoders.Return(decoder, failed);
            }
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            _events.Writer.TryComplete(failure);
        }
    }

    private async Task DecodeAsync(SphinxDecoder decoder, Utterance utterance)
    {
        var cancellationToken = _closed.Token;
        var last = "";
        var all = new List<short>();
        decoder.Begin(_mean);
        while (await utterance.WaitAsync(cancellationToken))
        {
            while (utterance.TryTake(out var samples))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Batch) { all.AddRange(samples); continue; }
                decoder.Hear(samples);
            }

            if (decoder.Interim() is { Length: > 0 } text && text != last)
            {
                last = text;
                _events.Writer.TryWrite(new TranscriptEvent(utterance.Number, text, IsFinal: false));
            }
        }

        if (Batch) { decoder.HearAll([.. all]); }
        var hypothesis = decoder.End(_mean);
        var (words, confidence) = Judgement.Of(hypothesis);
        await _events.Writer.WriteAsync(new TranscriptEvent(utterance.Number, words, IsFinal: true, confidence), cancellationToken);
    }
}
