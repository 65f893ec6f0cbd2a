namespace VoiceAgent.Conversation.Calls;

/// <summary>One timer for all deadlines of a call: it is always set to the nearest.</summary>
internal sealed class CallAlarm : IDisposable
{
    private readonly CallClock _clock;
    private readonly ITimer _timer;
    private TimeSpan? _setTo;

    public CallAlarm(CallClock clock, CallSignals signals)
    {
        _clock = clock;
        _timer = clock.Time.CreateTimer(_ => signals.Post(SignalKind.Alarm), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rings at this time since the call began; a time already past rings at once.</summary>
    public void Set(TimeSpan at)
    {
        if (at == _setTo)
        {
            return;
        }

        _setTo = at;
        _timer.Change(Until(at), Timeout.InfiniteTimeSpan);
    }

    /// <summary>It rang: the next <see cref="Set"/> sets it anew, even to the same time.</summary>
    public void Rang() => _setTo = null;

    public void Dispose() => _timer.Dispose();

    // Rounded up, because timers count whole milliseconds and must not ring too early; no longer than a day, because they have an upper bound.
    private TimeSpan Until(TimeSpan at) =>
        TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling((at - _clock.Now).TotalMilliseconds), 0, TimeSpan.MillisecondsPerDay));
}
