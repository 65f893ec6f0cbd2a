using VoiceAgent.Conversation.Agents;

namespace VoiceAgent.Conversation.Calls;

/// <summary>What to do about a silence that the agent owes words to fill.</summary>
internal enum DeadAirRemedy
{
    None,
    Filler,
    GiveUp,
}

/// <summary>Watches over the silence between a turn that ended and the agent's voice, and over gaps inside a reply. Pure: it is told the time.</summary>
internal sealed class DeadAir(WaitLimits limits)
{
    private TimeSpan? _quietSince;
    private TimeSpan _owedSince;
    private bool _onlyFilled;
    private TimeSpan? _lastFiller;
    private bool _wordless;

    /// <summary>When <see cref="Due"/> has something to say.</summary>
    public TimeSpan? Deadline => GiveUpAt is { } end && !(FillerAt < end) ? end : FillerAt;

    /// <summary>The agent owes words from now on.</summary>
    public void Owed(TimeSpan now) => (_quietSince, _owedSince, _lastFiller, _wordless, _onlyFilled) = (now, now, null, true, false);

    /// <summary>The model began to write: what is left to wait for is the voice.</summary>
    public void Written() => (_wordless, _onlyFilled) = (false, false);

    /// <summary>A tool is at work: its own timeout bounds the wait, so the reply is not given up, and the caller is kept company.</summary>
    public bool IsToolRunning { get; set; }

    /// <summary>The agent is heard.</summary>
    public void Heard() => _quietSince = null;

    /// <summary>The agent was heard, and has nothing more to say for now although its reply is not over.</summary>
    public void RanDry(TimeSpan now)
    {
        (_quietSince, _wordless, _lastFiller) = (now, false, IsToolRunning ? _lastFiller : null);

        // A filler is no answer: what is owed is still owed since then.
        _owedSince = _onlyFilled ? _owedSince : now;
    }

    /// <summary>What held the reply up is over.</summary>
    public void Resumed(TimeSpan now) => (_quietSince, _owedSince) = (_quietSince is null ? null : now, now);

    /// <summary>Nothing is owed any more.</summary>
    public void Over() => _quietSince = null;

    /// <summary>What to do now.</summary>
    public DeadAirRemedy Due(TimeSpan now)
    {
        if (now >= GiveUpAt)
        {
            return DeadAirRemedy.GiveUp;
        }

        if (now >= FillerAt)
        {
            (_lastFiller, _onlyFilled) = (now, true);
            return DeadAirRemedy.Filler;
        }

        return DeadAirRemedy.None;
    }

    private TimeSpan? GiveUpAt => IsToolRunning || _quietSince is null ? null : _owedSince + limits.DeadAirRecovery;

    // A model that has not begun is covered sooner than a voice that is about to.
    private TimeSpan? FillerAt => _lastFiller is null
        ? _quietSince + (_wordless ? limits.Filler : limits.DeadAirFiller)
        : IsToolRunning && _quietSince is not null ? _lastFiller + limits.DeadAirRecovery : null;
}
