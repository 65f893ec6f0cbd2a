using Prometheus;

namespace VoiceAgent.Kubernetes.Telemetry;

/// <summary>Whether caches are filled and their watches alive, per kind and namespace.</summary>
internal sealed class InformerMetrics
{
    private static readonly string[] Labels = ["kind", "namespace", "view"];

    private readonly Gauge _synced;
    private readonly Gauge _lastEvent;
    private readonly Gauge _objects;
    private readonly Counter _lists;
    private readonly Counter _ended;
    private readonly Counter _unreadable;

    internal InformerMetrics(CollectorRegistry registry)
    {
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        _synced = metrics.CreateGauge("informer_synced", "1 once the cache holds everything that existed at its start.", Labels);
        _lastEvent = metrics.CreateGauge("informer_last_event_timestamp_seconds",
            "When the API server last said anything for this cache (list, event or bookmark), Unix seconds.", Labels);
        _objects = metrics.CreateGauge("informer_objects", "Objects in the cache.", Labels);
        _lists = metrics.CreateCounter("informer_relists_total", "LISTs by what made them necessary.", [.. Labels, "reason"]);
        _ended = metrics.CreateCounter("informer_watches_ended_total", "Watches by how they ended.", [.. Labels, "reason"]);
        _unreadable = metrics.CreateCounter("informer_unreadable_objects_total", "Objects that did not fit their type.", Labels);
    }

    /// <param name="kind">The resource.</param>
    /// <param name="namespaceName">The namespace; null for all.</param>
    /// <param name="view">What sets this cache apart from others of the kind: its selectors, or that it holds metadata alone.</param>
    internal Cache For(string kind, string? namespaceName, string view) => new(this, kind, namespaceName ?? "", view);

    internal sealed class Cache(InformerMetrics metrics, string kind, string namespaceName, string view)
    {
        internal void Synced(bool synced) => metrics._synced.WithLabels(kind, namespaceName, view).Set(synced ? 1 : 0);

        internal void Contact(DateTimeOffset now) => metrics._lastEvent.WithLabels(kind, namespaceName, view).Set(now.ToUnixTimeMilliseconds() / 1000.0);

        internal void Objects(int count) => metrics._objects.WithLabels(kind, namespaceName, view).Set(count);

        internal void Listed(string reason) => metrics._lists.WithLabels(kind, namespaceName, view, reason).Inc();

        internal void WatchEnded(string reason) => metrics._ended.WithLabels(kind, namespaceName, view, reason).Inc();

        internal void Unreadable() => metrics._unreadable.WithLabels(kind, namespaceName, view).Inc();

        internal void Remove()
        {
            metrics._synced.RemoveLabelled(kind, namespaceName, view);
            metrics._lastEvent.RemoveLabelled(kind, namespaceName, view);
            metrics._objects.RemoveLabelled(kind, namespaceName, view);
        }
    }
}
