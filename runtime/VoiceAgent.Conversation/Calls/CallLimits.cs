using VoiceAgent.Conversation.Agents;

namespace VoiceAgent.Conversation.Calls;

/// <summary>What a call that has gone on or been silent for long needs.</summary>
internal enum LimitReached
{
    None,

    /// <summary>The caller should be asked whether they are there.</summary>
    Reminder,

    /// <summary>The caller is gone.</summary>
    Idle,

    /// <summary>The call has lasted as long as it may.</summary>
    Duration,
}

/// <summary>How long a call may last, and how long the caller may be silent.</summary>
internal sealed class CallLimits(AgentSnapshot agent)
{
    private TimeSpan _active;
    private TimeSpan _reminded;
    private int _reminders;
    private bool _timeIsUp;

    /// <summary>The caller's audio came: from now on silence counts. A session of typed turns may rest.</summary>
    public bool LineOpened { get; set; }

    /// <summary>When <see cref="Reached"/> may have something to say. Activity moves it on, so it may be early.</summary>
    public TimeSpan Deadline
    {
        get
        {
            var silence = !LineOpened ? TimeSpan.MaxValue : ReminderAt is { } reminder && reminder < IdleAt ? reminder : IdleAt;
            return _timeIsUp || silence < agent.MaxDuration ? silence : agent.MaxDuration;
        }
    }

    /// <summary>Caller and agent converse.</summary>
    public void Active(TimeSpan now) => (_active, _reminded, _reminders) = (now, now, 0);

    /// <summary>The agent asked; only the caller's voice starts the count anew.</summary>
    public void Reminded(TimeSpan now) => _reminded = now;

    public LimitReached Reached(TimeSpan now)
    {
        if (now >= agent.MaxDuration && !_timeIsUp)
        {
            _timeIsUp = true;
            return LimitReached.Duration;
        }

        if (LineOpened && now >= IdleAt)
        {
            return LimitReached.Idle;
        }

        if (LineOpened && now >= ReminderAt)
        {
            _reminders++;
            _reminded = now;
            return LimitReached.Reminder;
        }

        return LimitReached.None;
    }

    private TimeSpan IdleAt => _active + agent.MaxIdle;

    private TimeSpan? ReminderAt => _reminders < agent.Reminders.Most ? _reminded + agent.Reminders.After : null;
}
