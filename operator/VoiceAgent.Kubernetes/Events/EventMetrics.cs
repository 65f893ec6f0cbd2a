using Prometheus;

namespace VoiceAgent.Kubernetes.Events;

/// <summary>How many events were written, counted into a series, or dropped.</summary>
internal sealed class EventMetrics
{
    private readonly Counter _events;

    internal EventMetrics(CollectorRegistry registry)
    {
        _events = Prometheus.Metrics.WithCustomRegistry(registry).CreateCounter(
            "event_recorder_events_total", "Events recorded, by what became of them.", "outcome");
        foreach (var outcome in (string[])["created", "series", "queue_full", "spam", "refused"])
        {
            _events.WithLabels(outcome).Inc(0);
        }
    }

    internal void Written(string outcome) => _events.WithLabels(outcome).Inc();

    internal void Dropped(string reason) => _events.WithLabels(reason).Inc();
}
