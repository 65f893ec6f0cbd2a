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
    private TimeSpan? _lastFiller;
    private bool _wordless;

    /// <summary>When <see cref="Due"/> has something to say.</summary>
    public TimeSpan? Deadline => GiveUpAt is { } end && !(FillerAt < end) ? end : FillerAt;

    /// <summary>The agent owes words from now on.</summary>
    public void Owed(TimeSpan now) => (_quietSince, _lastFiller, _wordless) = (now, null, true);

    /// <summary>The model began to write: what is left to wait for is the voice.</summary>
    public void Written() => _wordless = false;

    /// <summary>A tool is at work: its own timeout bounds the wait, so the reply is not given up, and the caller is kept company.</summary>
    public bool IsToolRunning { get; set; }

    /// <summary>The agent is heard.</summary>
    public void Heard() => _quietSince = null;

    /// <summary>The agent was heard, and has nothing more to say for now although its reply is not over.</summary>
    public void RanDry(TimeSpan now) => (_quietSince, _wordless, _lastFiller) = (now, false, IsToolRunning ? _lastFiller : null);

    /// <summary>What held the reply up is over.</summary>
    public void Resumed(TimeSpan now) => _quietSince = _quietSince is null ? null : now;

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
            _lastFiller = now;
            return DeadAirRemedy.Filler;
        }

        return DeadAirRemedy.None;
    }

    private TimeSpan? GiveUpAt => IsToolRunning ? null : _quietSince + limits.DeadAirRecovery;

    // A model that has not begun is covered sooner than a voice that is about to.
    private TimeSpan? FillerAt => _lastFiller is null
        ? _quietSince + (_wordless ? limits.Filler : limits.DeadAirFiller)
        : IsToolRunning && _quietSince is not null ? _lastFiller + limits.DeadAirRecovery : null;
}
