using System.Threading.Channels;

namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>The audio of one utterance on its way to a decoder.</summary>
internal sealed class Utterance
{
    private const int SamplesASecond = 16_000;

    private readonly Channel<short[]> _audio = Channel.CreateUnbounded<short[]>(new() { SingleReader = true, SingleWriter = true });
    private readonly int _mostQueued;
    private readonly int _most;
    private int _queued;
    private int _taken;

    /// <param name="number">The number that the call gave it.</param>
    /// <param name="options">Bounds what it may hold; the channel itself needs no bound.</param>
    public Utterance(int number, LocalOptions options)
    {
        Number = number;
        _mostQueued = options.MaximumQueuedSeconds * SamplesASecond;
        _most = options.MaximumUtteranceSeconds * SamplesASecond;
    }

    public int Number { get; }

    /// <summary>Takes samples, or forgets them when there are too many already.</summary>
    public void Write(ReadOnlySpan<short> samples)
    {
        if (samples.IsEmpty)
        {
            return;
        }

        if (Volatile.Read(ref _queued) + samples.Length > _mostQueued || _taken + samples.Length > _most)
        {
            LocalMetrics.Unheard.Add(samples.Length / (double)SamplesASecond);
            return;
        }

        _taken += samples.Length;
        Interlocked.Add(ref _queued, samples.Length);
        _audio.Writer.TryWrite(samples.ToArray());
    }

    /// <summary>No more audio comes.</summary>
    public void Complete() => _audio.Writer.TryComplete();

    /// <summary>Whether there is, or will be, audio to take.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _audio.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>The next piece.</summary>
    public bool TryTake(out short[] samples)
    {
        if (!_audio.Reader.TryRead(out samples!))
        {
            return false;
        }

        Interlocked.Add(ref _queued, -samples.Length);
        return true;
    }
}
