using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Kubernetes.Events;
using VoiceAgent.Kubernetes.Informers;

namespace VoiceAgent.Kubernetes.Hosting;

/// <summary>
/// Starts and stops everything in its order:
/// <code>
///   start: 1 caches ─► 2 lead ─► 3 workers
///   stop:  1 intake ─► 2 workers in flight ─► 3 events ─► 4 caches ─► 5 lead
///   lead lost: reconciles are cancelled, nothing is drained, the process exits
/// </code>
/// A part that dies takes the process with it: Kubernetes restarts a dead pod, not a half-dead one.
/// </summary>
internal sealed partial class ControllerRuntime : IHostedService
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly ControllerRuntimeOptions _options;
    private readonly ControllerSet _controllers;
    private readonly InformerFactory _informers;
    private readonly LeadOffice _lead;
    private readonly EventRecorder _events;
    private readonly HostSignals _host;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationTokenSource _stopHolding = new();
    private readonly CancellationTokenSource _stopEvents = new();
    private CancellationTokenRegistration _lost;
    private Task _run = Task.CompletedTask;
    private Task _acquire = Task.CompletedTask;
    private Task<bool> _hold = Task.FromResult(true);
    private Task _work = Task.CompletedTask;
    private Task _eventLoop = Task.CompletedTask;

    public ControllerRuntime(
        IOptions<ControllerRuntimeOptions> options, ControllerSet controllers, InformerFactory informers, LeadOffice lead, EventRecorder events,
        HostSignals host)
    {
        _options = options.Value;
        _controllers = controllers;
        _informers = informers;
        _lead = lead;
        _events = events;
        _host = host;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _informers.Start();
        _run = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        foreach (var controller in _controllers.All)
        {
            controller.StopIntake();
        }

        await _run;
        await DrainAsync(cancellationToken);
        await _stopEvents.CancelAsync();
        await _eventLoop;
        using (var lastWords = new CancellationTokenSource(LastWords, _host.Time))
        {
            await _events.FinishAsync(lastWords.Token);
        }

        await _informers.DisposeAsync();
        await ReleaseAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            await _informers.WaitForSyncAsync(_options.CacheSyncTimeout, _stopping.Token);
            LogSynced(_host.Logger, _informers.Informers.Count);
            if (_lead.Elector is { } elector)
            {
                _acquire = elector.AcquireAsync(_stopping.Token);
                await await Task.WhenAny(_acquire, _informers.Failed);

                // On the clock's own thread, so that a starved thread pool cannot delay the exit.
                _lost = _lead.Tenure.Ended.Register(LoseLead);
                _hold = Task.Run(() => elector.HoldAsync(_stopHolding.Token), CancellationToken.None);
            }

            _eventLoop = Task.Run(() => _events.RunAsync(_stopEvents.Token), CancellationToken.None);
            _work = WorkAsync();
            await await Task.WhenAny(_work, _eventLoop, _informers.Failed, Task.Delay(Timeout.InfiniteTimeSpan, _host.Time, _stopping.Token));
            if (!_stopping.IsCancellationRequested && !_lead.Tenure.Ended.IsCancellationRequested)
            {
                throw new InvalidOperationException("A controller ended although nobody asked it to.");
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Asked to stop; StopAsync does the rest.
        }
        catch (Exception exception)
        {
            LogDied(_host.Logger, exception);
            _host.Fail();
        }
    }

    private async Task WorkAsync()
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(_abandon.Token, _lead.Tenure.Ended);
        var tasks = _controllers.All.Select(controller => Task.Run(() => controller.RunAsync(linked.Token), CancellationToken.None)).ToList();
        try
        {
            await await Task.WhenAny(tasks.Append(Task.WhenAll(tasks)));
        }
        finally
        {
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void LoseLead()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        _options.OnLeadLost();
        _host.Fail();
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var inFlight = Task.WhenAll(_controllers.All.Select(controller => controller.Queue.DrainAsync()));
        try
        {
            await inFlight.WaitAsync(_options.DrainTimeout, _host.Time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            LogAbandoned(_host.Logger, _options.DrainTimeout.TotalSeconds);
        }

        await _abandon.CancelAsync();
        try
        {
            await _work.WaitAsync(LastWords, _host.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            LogStuck(_host.Logger);
        }
        catch (Exception exception)
        {
            LogDied(_host.Logger, exception);
        }
    }

    private async Task ReleaseAsync()
    {
        await _lost.DisposeAsync();
        await _stopHolding.CancelAsync();
        await _acquire.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _hold;
        if (_lead.Elector is { } elector)
        {
            using var deadline = new CancellationTokenSource(LastWords, _host.Time);
            await elector.ReleaseAsync(deadline.Token);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} caches are filled")]
    private static partial void LogSynced(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The controllers cannot go on; the process stops")]
    private static partial void LogDied(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some reconciles did not finish within {Seconds:0.#} s of the stop and are cancelled")]
    private static partial void LogAbandoned(ILogger logger, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "A reconcile ignores its cancellation; the process stops without it")]
    private static partial void LogStuck(ILogger logger);
}
