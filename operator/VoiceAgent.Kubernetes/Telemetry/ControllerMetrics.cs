using Prometheus;

namespace VoiceAgent.Kubernetes.Telemetry;

/// <summary>One controller under controller-runtime's names. Every series exists from the start, so that a rate over it begins at zero.</summary>
internal sealed class ControllerMetrics
{
    internal const string Success = "success";
    internal const string Error = "error";
    internal const string Requeue = "requeue";
    internal const string RequeueAfter = "requeue_after";

    private static readonly double[] Buckets =
    [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4,
        4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
    ];

    private readonly Counter _total;
    private readonly Counter.Child _errors;
    private readonly Counter.Child _terminal;
    private readonly Counter.Child _panics;
    private readonly Counter.Child _timeouts;
    private readonly Histogram.Child _time;
    private readonly Gauge.Child _active;
    private readonly string _controller;

    internal ControllerMetrics(CollectorRegistry registry, string controller, int workers)
    {
        _controller = controller;
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        _total = metrics.CreateCounter("controller_runtime_reconcile_total", "Reconciles by result.", "controller", "result");
        _errors = metrics.CreateCounter("controller_runtime_reconcile_errors_total", "Reconciles that failed.", "controller").WithLabels(controller);
        _terminal = metrics.CreateCounter("controller_runtime_terminal_reconcile_errors_total",
            "Reconciles that failed in a way that is not retried.", "controller").WithLabels(controller);
        _panics = metrics.CreateCounter("controller_runtime_reconcile_panics_total",
            "Reconciles that failed by a programming fault (null reference, bad index, bad cast and the like).", "controller").WithLabels(controller);
        _timeouts = metrics.CreateCounter("controller_runtime_reconcile_timeouts_total",
            "Reconciles that were cancelled at their timeout.", "controller").WithLabels(controller);
        _time = metrics.CreateHistogram("controller_runtime_reconcile_time_seconds", "Seconds per reconcile.",
            new HistogramConfiguration { LabelNames = ["controller"], Buckets = Buckets }).WithLabels(controller);
        _active = metrics.CreateGauge("controller_runtime_active_workers", "Workers that have a key now.", "controller").WithLabels(controller);
        metrics.CreateGauge("controller_runtime_max_concurrent_reconciles", "Workers.", "controller").WithLabels(controller).Set(workers);
        foreach (var result in (string[])[Success, Error, Requeue, RequeueAfter])
        {
            _total.WithLabels(controller, result).Inc(0);
        }
    }

    internal void Began() => _active.Inc();

    internal void Ended(string result, TimeSpan elapsed)
    {
        _active.Dec();
        _time.Observe(elapsed.TotalSeconds);
        _total.WithLabels(_controller, result).Inc();
        if (result == Error)
        {
            _errors.Inc();
        }
    }

    internal void Terminal() => _terminal.Inc();

    internal void Panic() => _panics.Inc();

    internal void TimedOut() => _timeouts.Inc();
}
