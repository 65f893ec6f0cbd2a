using VoiceAgent.Conversation.Agents;

namespace VoiceAgent.Conversation.Calls;

/// <summary>How long a call may last, and how long both sides may be silent.</summary>
internal sealed class CallLimits(AgentSnapshot agent)
{
    private TimeSpan _active;

    /// <summary>The caller's audio came: from now on silence counts. A session of typed turns may rest.</summary>
    public bool LineOpened { get; set; }

    /// <summary>When <see cref="Exceeded"/> has something to say. Activity moves it on, so it may be early.</summary>
    public TimeSpan Deadline => LineOpened && _active + agent.MaxIdle < agent.MaxDuration ? _active + agent.MaxIdle : agent.MaxDuration;

    /// <summary>Somebody speaks.</summary>
    public void Active(TimeSpan now) => _active = now;

    public CallEnding? Exceeded(TimeSpan now) =>
        now >= agent.MaxDuration ? CallEnding.TimeLimit
        : LineOpened && now >= _active + agent.MaxIdle ? CallEnding.Idle
        : null;
}
