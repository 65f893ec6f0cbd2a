using Prometheus;

namespace VoiceAgent.Kubernetes.Telemetry;

/// <summary>One lease under client-go's names.</summary>
internal sealed class LeaderMetrics
{
    private readonly Gauge.Child _status;
    private readonly Counter.Child _slowPath;

    internal LeaderMetrics(CollectorRegistry registry, string lease)
    {
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        _status = metrics.CreateGauge("leader_election_master_status", "1 while this process leads.", "name").WithLabels(lease);
        _slowPath = metrics.CreateCounter("leader_election_slowpath_total", "Renewals that had to read the lease first.", "name").WithLabels(lease);
    }

    internal void Leading(bool leading) => _status.Set(leading ? 1 : 0);

    internal void SlowPath() => _slowPath.Inc();
}
