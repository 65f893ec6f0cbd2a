using k8s.Autorest;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Queueing;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Timing;

namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>
/// Runs one reconciler over one work queue:
/// <code>
///   watches ─► queue ─► N workers ─► ReconcileAsync ─┬─ Done          forget failures
///      ▲                                            ├─ RequeueAfter  forget failures, come back then
///      └──────────── resync, every 10 h ────────────┼─ failure       come back, waiting longer each time, for ever
///                                                   └─ terminal      wait for a change
/// </code>
/// </summary>
internal sealed partial class Controller
{
    private readonly IReconciler _reconciler;
    private readonly ControllerServices _services;
    private readonly ControllerMetrics _metrics;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<IControllerWatch> _watches;
    private readonly ItemBackoff<ObjectKey> _backoff = new();
    private readonly Lock _gate = new();
    private readonly List<IDisposable> _subscriptions = [];
    private bool _stopped;

    internal Controller(ControllerDefinition definition, IReconciler reconciler, ControllerServices services)
    {
        Name = definition.Name;
        Options = definition.Options;
        _watches = definition.Watches;
        _reconciler = reconciler;
        _services = services;
        _metrics = new ControllerMetrics(services.Registry, Name, Options.Workers);
        _logger = services.Loggers.CreateLogger($"{typeof(Controller).Namespace}.{Name}");
        Queue = new WorkQueue<ObjectKey>(new QueueMetrics(services.Registry, Name), services.Time);
    }

    internal string Name { get; }

    internal ControllerOptions Options { get; }

    internal WorkQueue<ObjectKey> Queue { get; }

    /// <summary>Works until the queue is shut down. Cancelling <paramref name="abandon"/> cancels the reconciles in flight as well.</summary>
    internal async Task RunAsync(CancellationToken abandon)
    {
        lock (_gate)
        {
            _subscriptions.AddRange(_stopped ? [] : _watches.Select(watch => watch.Start(Queue)));
        }

        using var stopResync = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        var resync = ResyncAsync(stopResync.Token);
        await Task.WhenAll(Enumerable.Range(0, Options.Workers).Select(_ => Task.Run(() => WorkAsync(abandon), CancellationToken.None)));
        await stopResync.CancelAsync();
        await resync;
    }

    /// <summary>Takes nothing in any more; what is being worked on may finish.</summary>
    internal void StopIntake()
    {
        lock (_gate)
        {
            _stopped = true;
            _subscriptions.ForEach(subscription => subscription.Dispose());
            _subscriptions.Clear();
        }

        Queue.ShutDown();
    }

    private async Task WorkAsync(CancellationToken abandon)
    {
        while (!abandon.IsCancellationRequested)
        {
            WorkQueue<ObjectKey>.Taken? taken;
            try
            {
                taken = await Queue.TakeAsync(abandon);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (taken is not { } item)
            {
                return;
            }

            try
            {
                await ReconcileAsync(item, abandon);
            }
            finally
            {
                Queue.Done(item.Key);
            }
        }
    }

    private async Task ReconcileAsync(WorkQueue<ObjectKey>.Taken item, CancellationToken abandon)
    {
        using var scope = _logger.BeginScope(new ReconcileScope(Name, item.Key, Guid.NewGuid()));
        using var deadline = new CancellationTokenSource(Options.ReconcileTimeout, _services.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(abandon, deadline.Token);
        var start = _services.Time.GetTimestamp();
        var outcome = ControllerMetrics.Error;
        _metrics.Began();
        try
        {
            var result = await _reconciler.ReconcileAsync(item.Key, linked.Token);
            outcome = Settle(item, result);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // Neither success nor failure: the process is going away and whoever leads next begins anew.
            outcome = ControllerMetrics.Requeue;
        }
        catch (Exception exception)
        {
            outcome = Fail(item, exception, timedOut: deadline.IsCancellationRequested);
        }
        finally
        {
            _metrics.Ended(outcome, _services.Time.GetElapsedTime(start));
        }
    }

    private string Settle(WorkQueue<ObjectKey>.Taken item, Result result)
    {
        if (result.Again)
        {
            Queue.AddAfter(item.Key, _backoff.Next(item.Key), item.Priority);
            return ControllerMetrics.Requeue;
        }

        _backoff.Forget(item.Key);
        if (result.After is not { } after)
        {
            return ControllerMetrics.Success;
        }

        Queue.AddAfter(item.Key, Spread.Around(after, 0.1), item.Priority);
        return ControllerMetrics.RequeueAfter;
    }

    private string Fail(WorkQueue<ObjectKey>.Taken item, Exception exception, bool timedOut)
    {
        if (exception is TerminalException)
        {
            _backoff.Forget(item.Key);
            _metrics.Terminal();
            LogTerminal(_logger, item.Key, exception);
            return ControllerMetrics.Error;
        }

        var delay = _backoff.Next(item.Key);
        Queue.AddAfter(item.Key, delay, item.Priority);
        if (exception is ApiException { IsConflict: true } and not ApplyConflictException)
        {
            // Somebody else wrote first: with the fresh object the next round decides anew. No fault of anyone.
            LogConflict(_logger, item.Key, exception);
            return ControllerMetrics.Requeue;
        }

        if (exception is OperationCanceledException && timedOut)
        {
            _metrics.TimedOut();
            LogTimedOut(_logger, item.Key, Options.ReconcileTimeout.TotalSeconds, delay.TotalSeconds);
            return ControllerMetrics.Error;
        }

        if (IsProgrammingFault(exception))
        {
            _metrics.Panic();
        }

        LogFailed(_logger, item.Key, delay.TotalSeconds, Presentable(exception));
        return ControllerMetrics.Error;
    }

    private async Task ResyncAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Spread.Around(Options.ResyncPeriod, 0.1), _services.Time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            foreach (var key in _watches.SelectMany(watch => watch.ResyncKeys()))
            {
                // Spread over a tenth of the period: a thousand objects at once would be a burst every ten hours.
                Queue.AddAfter(key, Spread.Between(TimeSpan.FromMilliseconds(1), Options.ResyncPeriod / 10), QueuePriority.Background);
            }
        }
    }

    // The typed client puts the whole response body into its message, and a body can repeat what the user wrote.
    private static Exception Presentable(Exception exception) => exception is HttpOperationException typed
        ? new InvalidOperationException($"The typed client was answered {(int?)typed.Response?.StatusCode}. Use ApiClient, which says what it asked for.")
        : exception;

    private static bool IsProgrammingFault(Exception exception) =>
        exception is NullReferenceException or IndexOutOfRangeException or InvalidCastException or ArgumentException or KeyNotFoundException
            or NotImplementedException or DivideByZeroException or ArrayTypeMismatchException or ObjectDisposedException;
}
