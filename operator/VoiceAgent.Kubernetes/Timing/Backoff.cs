namespace VoiceAgent.Kubernetes.Timing;

/// <summary>
/// The waiting times between failures of one loop: grows by a factor to a limit, spreads clients by jitter, and starts over after a healthy
/// time. Defaults are client-go's for reflectors: 800 ms, doubling, 30 s, jitter 1.0, reset after 2 min.
/// Not thread-safe: it belongs to its loop.
/// </summary>
internal sealed class Backoff(BackoffOptions options, TimeProvider time)
{
    private int _failures;
    private long? _lastFailure;

    internal TimeSpan Next()
    {
        if (_lastFailure is { } last && time.GetElapsedTime(last) > options.ResetAfter)
        {
            _failures = 0;
        }

        _lastFailure = time.GetTimestamp();
        var delay = Exponential(options.Initial, options.Limit, _failures);
        _failures++;
        return delay * (1 + (options.Jitter * Random.Shared.NextDouble()));
    }

    internal static TimeSpan Exponential(TimeSpan initial, TimeSpan limit, int failures)
    {
        var ticks = initial.Ticks * Math.Pow(2, Math.Min(failures, 62));
        return ticks >= limit.Ticks ? limit : TimeSpan.FromTicks((long)ticks);
    }
}

/// <summary>How a loop waits between failures.</summary>
internal sealed record BackoffOptions
{
    internal TimeSpan Initial { get; init; } = TimeSpan.FromMilliseconds(800);

    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    internal double Jitter { get; init; } = 1.0;

    internal TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(2);
}
