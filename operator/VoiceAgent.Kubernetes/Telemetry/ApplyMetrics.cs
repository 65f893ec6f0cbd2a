using Prometheus;
using VoiceAgent.Kubernetes.Apply;

namespace VoiceAgent.Kubernetes.Telemetry;

/// <summary>What one field manager's applies and prunes came to.</summary>
internal sealed class ApplyMetrics
{
    private readonly Counter _applies;
    private readonly Counter _pruned;
    private readonly string _manager;

    internal ApplyMetrics(CollectorRegistry registry, string manager)
    {
        _manager = manager;
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        _applies = metrics.CreateCounter("apply_total",
            "Server-side applies by result: skipped sent no request; corrected put back what somebody else had edited.", "manager", "kind", "result");
        _pruned = metrics.CreateCounter("apply_pruned_total", "Owned objects deleted because they are no longer wished for.", "manager", "kind");
    }

    internal void Skipped(string kind) => _applies.WithLabels(_manager, kind, "skipped").Inc();

    internal void Applied(string kind, ApplyChange change) =>
        _applies.WithLabels(_manager, kind, change is ApplyChange.None ? "unchanged" : change.ToString().ToLowerInvariant()).Inc();

    internal void Pruned(string kind) => _pruned.WithLabels(_manager, kind).Inc();
}
