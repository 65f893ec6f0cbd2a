using System.Collections.Immutable;

namespace VoiceAgent.Conversation.Playout;

/// <summary>
/// One timer for all calls: every 20 ms each playout sends what has come due. A late tick sends more, so that lateness never accumulates.
/// </summary>
public sealed class PlayoutClock : IDisposable
{
    /// <summary>The time between ticks: half a frame, so that a frame waits 10 ms at most.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private ImmutableArray<CallPlayout> _playouts = [];
    private long _lastTick;
    private long _worstLag;
    private int _ticking;

    /// <summary>Starts the timer.</summary>
    public PlayoutClock(TimeProvider time)
    {
        _time = time;
        _lastTick = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Tick(), null, Period, Period);
    }

    /// <summary>The longest delay of a tick since this was last asked. The best sign of saturation: processor load reads 50 % when sound already breaks up.</summary>
    public TimeSpan TakeWorstLag() => TimeSpan.FromTicks(Interlocked.Exchange(ref _worstLag, 0));

    internal void Add(CallPlayout playout) => ImmutableInterlocked.Update(ref _playouts, (all, one) => all.Add(one), playout);

    internal void Remove(CallPlayout playout) => ImmutableInterlocked.Update(ref _playouts, (all, one) => all.Remove(one), playout);

    /// <summary>Stops the timer.</summary>
    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        // A tick that overruns is not joined by the next: that one finds more due.
        if (Interlocked.Exchange(ref _ticking, 1) != 0)
        {
            return;
        }

        try
        {
            MeasureLag();
            foreach (var playout in _playouts)
            {
                playout.Tick();
            }
        }
        finally
        {
            Volatile.Write(ref _ticking, 0);
        }
    }

    private void MeasureLag()
    {
        var now = _time.GetTimestamp();
        var lag = (_time.GetElapsedTime(_lastTick, now) - Period).Ticks;
        _lastTick = now;
        if (lag > Volatile.Read(ref _worstLag))
        {
            Volatile.Write(ref _worstLag, lag);
        }
    }
}
