using VoiceAgent.Kubernetes.Telemetry;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>
/// The signs of life of one list and watch loop. Two are told apart: the loop going round (else the process is broken and must restart)
/// and the server answering (else the world is broken and a restart would only lose the cache).
/// </summary>
internal sealed class WatchPulse(TimeProvider time, InformerMetrics.Cache metrics)
{
    private long _lastAttempt = time.GetTimestamp();
    private long _lastContact = time.GetTimestamp();

    internal TimeSpan SinceAttempt => time.GetElapsedTime(Interlocked.Read(ref _lastAttempt));

    internal TimeSpan SinceContact => time.GetElapsedTime(Interlocked.Read(ref _lastContact));

    internal void Attempt() => Interlocked.Exchange(ref _lastAttempt, time.GetTimestamp());

    internal void Contact()
    {
        Attempt();
        Interlocked.Exchange(ref _lastContact, time.GetTimestamp());
        metrics.Contact(time.GetUtcNow());
    }
}
