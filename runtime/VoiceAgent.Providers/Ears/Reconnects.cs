namespace VoiceAgent.Providers.Ears;

/// <summary>How often broken connections of one call may still be replaced: so many a minute, each a little later than the one before.</summary>
internal sealed class Reconnects(int mostPerMinute, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly Queue<long> _taken = new();

    /// <summary>Takes one; null when there are none left, else how long to wait before it: nothing, 0.25 s, 0.5 s, ….</summary>
    public TimeSpan? Take()
    {
        while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > Window)
        {
            _taken.Dequeue();
        }

        if (_taken.Count >= mostPerMinute)
        {
            return null;
        }

        _taken.Enqueue(time.GetTimestamp());
        return Step * (_taken.Count - 1);
    }
}
