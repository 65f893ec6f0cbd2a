namespace VoiceAgent.Kubernetes.Timing;

/// <summary>Lets a burst through at once and the rest at an even rate, in order of arrival. Thread-safe.</summary>
internal sealed class TokenBucket(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _refilledAt = time.GetTimestamp();

    /// <summary>Waits for a token.</summary>
    /// <returns>How long it took.</returns>
    internal async ValueTask<TimeSpan> WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var delay = Reserve();
        if (delay <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        try
        {
            await Task.Delay(delay, time, cancellationToken);
            return delay;
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                _tokens++;
            }

            throw;
        }
    }

    /// <summary>Takes a token if there is one now.</summary>
    internal bool TryTake()
    {
        lock (_gate)
        {
            Refill();
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }

    /// <summary>True when nothing was taken for so long that forgetting this bucket changes nothing.</summary>
    internal bool IsFull
    {
        get
        {
            lock (_gate)
            {
                Refill();
                return _tokens >= burst;
            }
        }
    }

    // Going below zero is the queue: the next caller's delay grows by one token's time.
    private TimeSpan Reserve()
    {
        lock (_gate)
        {
            Refill();
            _tokens--;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
        }
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_refilledAt, now).TotalSeconds * perSecond));
        _refilledAt = now;
    }
}
