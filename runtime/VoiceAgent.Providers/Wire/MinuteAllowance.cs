namespace VoiceAgent.Providers.Wire;

/// <summary>So many a minute and no more. Safe for concurrent use.</summary>
internal sealed class MinuteAllowance(int most, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Queue<long> _taken = new();

    /// <summary>Takes one.</summary>
    /// <returns>How many were taken within the last minute, this one included; null when there are none left.</returns>
    public int? Take()
    {
        lock (_gate)
        {
            while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > Window)
            {
                _taken.Dequeue();
            }

            if (_taken.Count >= most)
            {
                return null;
            }

            _taken.Enqueue(time.GetTimestamp());
            return _taken.Count;
        }
    }
}
