namespace VoiceAgent.Conversation.Listening;

/// <summary>The most recent samples, for the moment in which speech turns out to have begun a little earlier.</summary>
internal sealed class PreRoll(int capacity)
{
    private readonly short[] _ring = new short[capacity];
    private int _next;
    private int _count;

    public int Count => _count;

    public void Write(ReadOnlySpan<short> samples)
    {
        if (samples.Length > _ring.Length)
        {
            samples = samples[^_ring.Length..];
        }

        var first = Math.Min(samples.Length, _ring.Length - _next);
        samples[..first].CopyTo(_ring.AsSpan(_next));
        samples[first..].CopyTo(_ring);
        _next = (_next + samples.Length) % _ring.Length;
        _count = Math.Min(_count + samples.Length, _ring.Length);
    }

    /// <summary>The kept samples, oldest first, in two parts.</summary>
    public (ReadOnlyMemory<short> Older, ReadOnlyMemory<short> Newer) Read()
    {
        return _count < _ring.Length
            ? (_ring.AsMemory(0, _count), ReadOnlyMemory<short>.Empty)
            : (_ring.AsMemory(_next), _ring.AsMemory(0, _next));
    }

    public void Clear() => (_next, _count) = (0, 0);
}
