using System.Threading.Channels;

namespace VoiceAgent.Providers.Ears;

/// <summary>
/// The audio of one utterance. The caller's thread writes, one loop reads; what was read stays, because a broken connection is told it all again.
/// </summary>
internal sealed class Utterance(int number, int most)
{
    private const int OneSecond = 16_000;

    private readonly Lock _gate = new();

    // Holds at most one "something changed", which is all that the one reader needs to know.
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private short[] _samples = new short[OneSecond];
    private int _count;
    private bool _complete;

    public int Number => number;

    /// <summary>16 kHz samples so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>The caller has said it all.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_gate)
            {
                return _complete;
            }
        }
    }

    public TimeSpan Duration => TimeSpan.FromSeconds((double)Count / OneSecond);

    /// <summary>Takes more audio; what exceeds the longest utterance is not heard.</summary>
    public void Write(ReadOnlySpan<short> samples)
    {
        lock (_gate)
        {
            samples = samples[..Math.Min(samples.Length, most - _count)];
            if (_complete || samples.IsEmpty)
            {
                return;
            }

            if (_samples.Length < _count + samples.Length)
            {
                Array.Resize(ref _samples, Math.Max(_samples.Length * 2, _count + samples.Length));
            }

            samples.CopyTo(_samples.AsSpan(_count));
            _count += samples.Length;
        }

        _changes.Writer.TryWrite(true);
    }

    public void Complete()
    {
        lock (_gate)
        {
            _complete = true;
        }

        _changes.Writer.TryWrite(true);
    }

    /// <summary>Copies what lies from a position on; 0 when there is nothing yet.</summary>
    public int Read(int from, Span<short> into)
    {
        lock (_gate)
        {
            var count = Math.Min(into.Length, _count - from);
            _samples.AsSpan(from, count).CopyTo(into);
            return count;
        }
    }

    /// <summary>Completes when there may be more to read, or no more will come.</summary>
    public ValueTask<bool> ChangedAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAsync(cancellationToken);
}
