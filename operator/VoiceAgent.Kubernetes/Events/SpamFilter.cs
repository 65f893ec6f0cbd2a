using VoiceAgent.Kubernetes.Timing;

namespace VoiceAgent.Kubernetes.Events;

/// <summary>
/// Lets each object have 25 new events at once and one every five minutes after that (client-go's figures), so that one broken object cannot fill
/// the cluster's event store.
/// </summary>
internal sealed class SpamFilter(TimeProvider time)
{
    private const int Burst = 25;
    private const double PerSecond = 1.0 / 300;
    private const int SweepAt = 4096;

    private readonly Dictionary<string, TokenBucket> _buckets = [];

    internal bool Allows(string regarding)
    {
        if (_buckets.Count >= SweepAt)
        {
            foreach (var rested in _buckets.Where(entry => entry.Value.IsFull).Select(entry => entry.Key).ToList())
            {
                _buckets.Remove(rested);
            }
        }

        if (!_buckets.TryGetValue(regarding, out var bucket))
        {
            _buckets[regarding] = bucket = new TokenBucket(PerSecond, Burst, time);
        }

        return bucket.TryTake();
    }
}
