using VoiceAgent.Conversation.Playout;

namespace VoiceAgent.Runtime.Telemetry;

/// <summary>Asks the playout timer once a second how late it was: the best sign of saturation, long before the processors read full.</summary>
internal sealed class TimerWatch(PlayoutClock clock, RuntimeMetrics metrics, TimeProvider time) : BackgroundService
{
    private const int Remembered = 10;

    private readonly Queue<TimeSpan> _latest = new();

    /// <summary>The worst delay of the last ten seconds.</summary>
    public TimeSpan Worst { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What happened while the process started says nothing about calls.
        clock.TakeWorstLag();
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await seconds.WaitForNextTickAsync(stoppingToken))
            {
                Take(clock.TakeWorstLag());
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void Take(TimeSpan lag)
    {
        metrics.TimerLag.Observe(Math.Max(0, lag.TotalSeconds));
        _latest.Enqueue(lag);
        if (_latest.Count > Remembered)
        {
            _latest.Dequeue();
        }

        Worst = _latest.Max();
    }
}
