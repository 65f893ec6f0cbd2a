namespace VoiceAgent.Kubernetes.Queueing;

/// <summary>
/// Keys that become due later: at most one due time per key, the earliest that was asked for. One timer for all of them. Thread-safe.
/// </summary>
internal sealed class DelayedKeys<TKey> : IDisposable
    where TKey : notnull
{
    // A timer cannot be set further ahead than about 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action<TKey, QueuePriority> _due;
    private readonly ITimer _timer;
    private readonly Dictionary<TKey, Wait> _waits = [];
    private readonly PriorityQueue<Wait, long> _order = new();
    private bool _disposed;

    internal DelayedKeys(TimeProvider time, Action<TKey, QueuePriority> due)
    {
        _time = time;
        _due = due;
        _timer = time.CreateTimer(static state => ((DelayedKeys<TKey>)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _waits.Count;
            }
        }
    }

    internal void Add(TKey key, TimeSpan delay, QueuePriority priority)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            var due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
            if (_waits.TryGetValue(key, out var known))
            {
                known.Priority = (QueuePriority)Math.Max((int)known.Priority, (int)priority);
                if (known.Due <= due)
                {
                    return;
                }

                known.Cancelled = true;
                priority = known.Priority;
            }

            var wait = new Wait(key, due) { Priority = priority };
            _waits[key] = wait;
            _order.Enqueue(wait, due);
            SetTimer();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _waits.Clear();
            _order.Clear();
        }

        _timer.Dispose();
    }

    private void Fire()
    {
        List<Wait> due = [];
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (_order.TryPeek(out var wait, out var at) && (wait.Cancelled || at <= now))
            {
                _order.Dequeue();
                if (!wait.Cancelled)
                {
                    _waits.Remove(wait.Key);
                    due.Add(wait);
                }
            }

            SetTimer();
        }

        foreach (var wait in due)
        {
            _due(wait.Key, wait.Priority);
        }
    }

    private void SetTimer()
    {
        if (_disposed || !_order.TryPeek(out _, out var at))
        {
            return;
        }

        // Rounded up to a whole millisecond: timers truncate, and one that fires early would spin.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, _time.GetElapsedTime(_time.GetTimestamp(), at).TotalMilliseconds)));
        _timer.Change(wait > LongestTimer ? LongestTimer : wait, Timeout.InfiniteTimeSpan);
    }

    private sealed class Wait(TKey key, long due)
    {
        internal TKey Key { get; } = key;

        internal long Due { get; } = due;

        internal QueuePriority Priority { get; set; }

        internal bool Cancelled { get; set; }
    }
}
