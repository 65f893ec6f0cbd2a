using VoiceAgent.Providers.Local.Vocabulary;

namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>
/// Warm decoders, shared by all calls and rented for one utterance. A decoder is bound to a vocabulary; when none of the wanted vocabulary is
/// idle and no more may be made, the one idle for longest is remade, which costs <see cref="SphinxDecoder"/>'s load time.
/// </summary>
internal sealed class DecoderPool(LocalOptions options, string provider) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Decoders, options.Decoders);
    private readonly Lock _lock = new();
    private readonly List<SphinxDecoder> _idle = [];
    private bool _disposed;

    /// <summary>Decoders that are hearing now.</summary>
    public int Busy => options.Decoders - _free.CurrentCount;

    /// <summary>Takes a decoder for the vocabulary, waiting while all are busy.</summary>
    public async Task<SphinxDecoder> RentAsync(CompiledVocabulary vocabulary, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        SphinxDecoder? stale = null;
        try
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (TakeIdle(vocabulary) is { } warm)
                {
                    return warm;
                }

                // Busy and idle ones together never exceed the bound, so an idle one has to go before a new one comes.
                if (_idle.Count > 0 && _idle.Count + Busy > options.Decoders)
                {
                    stale = _idle[0];
                    _idle.RemoveAt(0);
                }
            }

            stale?.Dispose();
            return new SphinxDecoder(vocabulary, options, provider);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Gives a decoder back; one that failed is thrown away.</summary>
    public void Return(SphinxDecoder decoder, bool failed)
    {
        lock (_lock)
        {
            if (failed || _disposed)
            {
                decoder.Dispose();
            }
            else
            {
                _idle.Add(decoder);
            }
        }

        _free.Release();
    }

    /// <summary>Makes one decoder for the vocabulary if none is idle, so that the first utterance finds it warm.</summary>
    public async Task WarmAsync(CompiledVocabulary vocabulary, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_idle.Any(decoder => decoder.Vocabulary.Key == vocabulary.Key) || _idle.Count + Busy >= options.Decoders)
            {
                return;
            }
        }

        Return(await RentAsync(vocabulary, cancellationToken), failed: false);
    }

    /// <summary>Frees the idle decoders now and the rented ones when they come back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _idle.ForEach(decoder => decoder.Dispose());
            _idle.Clear();
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        LocalMetrics.Waiting.Add(1);
        try
        {
            await _free.WaitAsync(cancellationToken);
        }
        finally
        {
            LocalMetrics.Waiting.Add(-1);
            LocalMetrics.Waited.Record(TimeProvider.System.GetElapsedTime(since).TotalSeconds);
        }
    }

    private SphinxDecoder? TakeIdle(CompiledVocabulary vocabulary)
    {
        var at = _idle.FindLastIndex(decoder => decoder.Vocabulary.Key == vocabulary.Key);
        if (at < 0)
        {
            return null;
        }

        var decoder = _idle[at];
        _idle.RemoveAt(at);
        return decoder;
    }
}
