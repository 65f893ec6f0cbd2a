using Prometheus;
using VoiceAgent.Kubernetes.Queueing;

namespace VoiceAgent.Kubernetes.Telemetry;

/// <summary>One work queue under client-go's <c>workqueue_*</c> names.</summary>
internal sealed class QueueMetrics
{
    private static readonly string[] Labels = ["name", "controller"];

    // 10 ns to 1000 s, a bucket per decade, as in client-go.
    private static readonly double[] Buckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000];

    private readonly Gauge.Child _live;
    private readonly Gauge.Child _background;
    private readonly Counter.Child _adds;
    private readonly Counter.Child _retries;
    private readonly Histogram.Child _queued;
    private readonly Histogram.Child _worked;
    private readonly Gauge.Child _unfinished;
    private readonly Gauge.Child _longest;
    private Func<IReadOnlyList<TimeSpan>> _running = () => [];

    internal QueueMetrics(CollectorRegistry registry, string name)
    {
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        var depth = metrics.CreateGauge("workqueue_depth", "Keys waiting for a worker.", "name", "controller", "priority");
        _live = depth.WithLabels(name, name, "0");
        _background = depth.WithLabels(name, name, "-100");
        _adds = metrics.CreateCounter("workqueue_adds_total", "Keys added.", Labels).WithLabels(name, name);
        _retries = metrics.CreateCounter("workqueue_retries_total", "Keys put back for later.", Labels).WithLabels(name, name);
        _queued = metrics.CreateHistogram("workqueue_queue_duration_seconds", "Seconds from being added to being taken.",
            new HistogramConfiguration { LabelNames = Labels, Buckets = Buckets }).WithLabels(name, name);
        _worked = metrics.CreateHistogram("workqueue_work_duration_seconds", "Seconds from being taken to being done.",
            new HistogramConfiguration { LabelNames = Labels, Buckets = Buckets }).WithLabels(name, name);
        _unfinished = metrics.CreateGauge("workqueue_unfinished_work_seconds", "Seconds of work in progress, summed over all workers.", Labels)
            .WithLabels(name, name);
        _longest = metrics.CreateGauge("workqueue_longest_running_processor_seconds", "Seconds that the slowest worker has had its key.", Labels)
            .WithLabels(name, name);
        registry.AddBeforeCollectCallback(Refresh);
    }

    internal void Observe(Func<IReadOnlyList<TimeSpan>> running) => _running = running;

    internal void Added() => _adds.Inc();

    internal void Retried() => _retries.Inc();

    internal void Waited(TimeSpan waited) => _queued.Observe(waited.TotalSeconds);

    internal void Worked(TimeSpan worked) => _worked.Observe(worked.TotalSeconds);

    internal void Depth(QueuePriority priority, int value, bool relative = false)
    {
        var gauge = priority is QueuePriority.Live ? _live : _background;
        if (relative)
        {
            gauge.Inc(value);
        }
        else
        {
            gauge.Set(value);
        }
    }

    private void Refresh()
    {
        var running = _running();
        _unfinished.Set(running.Sum(elapsed => elapsed.TotalSeconds));
        _longest.Set(running.Count == 0 ? 0 : running.Max(elapsed => elapsed.TotalSeconds));
    }
}
