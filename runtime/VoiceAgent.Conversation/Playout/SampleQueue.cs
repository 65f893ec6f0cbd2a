using System.Buffers;

namespace VoiceAgent.Conversation.Playout;

/// <summary>Samples waiting to be sent, first in first out, in one pooled ring that grows and is given back when empty.</summary>
internal sealed class SampleQueue : IDisposable
{
    // 1.4 s at 24 kHz. Replies are longer than that, so growing from less would only copy.
    private const int FirstSize = 32_768;

    private short[] _ring = [];
    private int _first;

    public int Count { get; private set; }

    public void Write(ReadOnlySpan<short> samples)
    {
        if (samples.IsEmpty)
        {
            return;
        }

        if (Count + samples.Length > _ring.Length)
        {
            Grow(Count + samples.Length);
        }

        var at = (_first + Count) % _ring.Length;
        var part = Math.Min(samples.Length, _ring.Length - at);
        samples[..part].CopyTo(_ring.AsSpan(at));
        samples[part..].CopyTo(_ring);
        Count += samples.Length;
    }

    /// <summary>Moves up to <c>target.Length</c> samples out.</summary>
    public int Read(Span<short> target)
    {
        var taken = Math.Min(target.Length, Count);
        var part = Math.Min(taken, _ring.Length - _first);
        _ring.AsSpan(_first, part).CopyTo(target);
        _ring.AsSpan(0, taken - part).CopyTo(target[part..]);
        Count -= taken;
        _first = Count == 0 ? 0 : (_first + taken) % _ring.Length;
        return taken;
    }

    public void Clear()
    {
        Count = 0;
        _first = 0;
        Return(ref _ring);
    }

    public void Dispose() => Clear();

    private void Grow(int needed)
    {
        var grown = ArrayPool<short>.Shared.Rent(Math.Max(Math.Max(needed, FirstSize), _ring.Length * 2));
        var count = Count;
        Read(grown);
        Return(ref _ring);
        _ring = grown;
        (_first, Count) = (0, count);
    }

    private static void Return(ref short[] ring)
    {
        if (ring.Length > 0)
        {
            ArrayPool<short>.Shared.Return(ring);
        }

        ring = [];
    }
}
