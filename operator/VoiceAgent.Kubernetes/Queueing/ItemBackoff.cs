using VoiceAgent.Kubernetes.Timing;

namespace VoiceAgent.Kubernetes.Queueing;

/// <summary>Counts failures per key and turns them into waiting times: 5 ms, doubling, at most 1000 s (client-go's and controller-runtime's figures). Thread-safe.</summary>
internal sealed class ItemBackoff<TKey>(TimeSpan initial, TimeSpan limit)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, int> _failures = [];

    internal ItemBackoff()
        : this(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1000))
    {
    }

    internal TimeSpan Next(TKey key)
    {
        lock (_gate)
        {
            var failures = _failures.GetValueOrDefault(key);
            _failures[key] = failures + 1;
            return Backoff.Exponential(initial, limit, failures);
        }
    }

    internal int Failures(TKey key)
    {
        lock (_gate)
        {
            return _failures.GetValueOrDefault(key);
        }
    }

    internal void Forget(TKey key)
    {
        lock (_gate)
        {
            _failures.Remove(key);
        }
    }
}
