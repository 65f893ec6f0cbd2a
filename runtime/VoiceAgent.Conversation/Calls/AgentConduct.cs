using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Turns;

namespace VoiceAgent.Conversation.Calls;

/// <summary>
/// What the agent does: greets, answers, pauses, is interrupted, apologises, reminds, says goodbye. Keeps the floor informed of its voice, and the watch over dead air of what it owes.
/// Runs on the session's loop alone.
/// </summary>
internal sealed class AgentConduct(CallStages stages, CallLimits limits)
{
    private readonly CallClock _clock = stages.Clock;
    private readonly CallerFloor _floor = stages.Floor;
    private readonly Replies _replies = stages.Replies;
    private readonly CallJournal _journal = stages.Journal;
    private readonly DeadAir _deadAir = new(stages.Agent.Waits);
    private CallTurnPolicy _policy = CallTurnPolicy.Automatic;

    /// <summary>Who decides about turns.</summary>
    public CallTurnPolicy Policy
    {
        get => _policy;
        set
        {
            _policy = value;
            AllowInterruption();
        }
    }

    /// <summary>When a silence that the agent owes words to fill becomes too long.</summary>
    public TimeSpan? Deadline => _deadAir.Deadline;

    /// <summary>Whether a reply is under way.</summary>
    public bool IsReplying => _replies.Current is not null;

    /// <summary>Whether a reply is under way that belongs to the conversation.</summary>
    public bool IsConversing => _replies.Current is { IsReminder: false };

    /// <summary>The caller's line is open: the first thing said is the agent's, if it has one.</summary>
    public void Greet()
    {
        if (stages.Agent.Greeting is { Length: > 0 } greeting && !IsReplying && _policy.ReplyToTurns)
        {
            _replies.Greet(greeting);
            Prepare();
        }
    }

    /// <summary>Answers the history as it stands.</summary>
    public void Answer(bool spoken, Waterfall sofar)
    {
        _replies.Answer(spoken, sofar);
        Prepare();
    }

    /// <summary>Asks whether the caller is still there.</summary>
    public void Remind()
    {
        if (!IsReplying && _policy.ReplyToTurns && !_floor.Turns.CallerSpeaking && _floor.Turns.Turn.Count == 0)
        {
            _replies.Remind();
            Prepare();
        }
    }

    /// <summary>Says goodbye because the call lasted long enough.</summary>
    public void EndForTime()
    {
        _replies.EndForTime();
        Prepare();
    }

    /// <summary>Holds its breath: the caller may want to speak.</summary>
    public void Pause()
    {
        stages.Playout.Pause();
        _floor.AgentBecame(AgentVoice.Paused);
        _journal.Publish(new PlayoutPaused(_clock.Now, _replies.Current?.Turn ?? 0));
    }

    /// <summary>Goes on: it was nothing.</summary>
    public void Resume()
    {
        stages.Playout.Resume();
        _floor.AgentBecame(AgentVoice.Speaking);
        _journal.Publish(new PlayoutResumed(_clock.Now, _replies.Current?.Turn ?? 0));
    }

    /// <summary>Gives up what it says.</summary>
    public void Interrupt(InterruptionCause cause)
    {
        if (_replies.Current is not { } reply)
        {
            return;
        }

        var began = _floor.Turns.Over?.StartedAt ?? _clock.Now;
        _journal.Publish(new Interrupted(_clock.Now, reply.Turn, cause, began));
        FallSilent(cause == InterruptionCause.Client ? ReplyOutcome.Cancelled : ReplyOutcome.Interrupted);
    }

    /// <summary>The far end played less than was thought. A client that says so of what is still being said has stopped it.</summary>
    public void Truncate(int turn, TimeSpan heardAudio)
    {
        if (_replies.Current?.Turn == turn)
        {
            Interrupt(InterruptionCause.Client);
        }

        _replies.Truncate(turn, heardAudio);
    }

    /// <summary>Stops whatever is being said.</summary>
    public void FallSilent(ReplyOutcome outcome)
    {
        // Whoever follows the events learns that the caller speaks before learning that the reply is over, as the Realtime protocol has it.
        _floor.AgentBecame(AgentVoice.Silent);
        _replies.Cut(outcome);
        _deadAir.Over();
    }

    /// <summary>Takes what a reply in the making reports about itself.</summary>
    /// <returns>How the call ends, when it does.</returns>
    public CallEnding? Progressed(in CallSignal signal)
    {
        _replies.Progressed(signal);
        WatchTools(signal.Kind);
        if (_replies.Current is not { } reply || reply.Turn != signal.Number)
        {
            return null;
        }

        switch (signal.Kind)
        {
            case SignalKind.TextWritten: _deadAir.Written(); break;
            case SignalKind.Audible: Audible(); break;
            case SignalKind.RanDry: _deadAir.RanDry(_clock.Now); break;
            case SignalKind.ReplyFailed: return Fail(reply, signal.Item as Exception);
            case SignalKind.Written: return Written(reply, (ReplyUsage)signal.Item!, signal.At);
            case SignalKind.Played: return Complete(reply, signal.At);
        }

        return null;
    }

    /// <summary>A silence that the agent owes words to fill has become long.</summary>
    /// <returns>How the call ends, when it does.</returns>
    public CallEnding? WatchDeadAir()
    {
        switch (_deadAir.Due(_clock.Now))
        {
            case DeadAirRemedy.Filler: _replies.Fill(); break;
            case DeadAirRemedy.GiveUp when _replies.Current is { } reply: return Fail(reply, StayedSilent());
        }

        return null;
    }

    private void WatchTools(SignalKind kind)
    {
        if (kind == SignalKind.ToolEnded && !_replies.IsToolRunning && _deadAir.IsToolRunning && IsReplying)
        {
            // The model has its results; from here on it is waited for as at the beginning.
            _deadAir.Resumed(_clock.Now);
        }

        _deadAir.IsToolRunning = _replies.IsToolRunning;
    }

    private void Audible()
    {
        _deadAir.Heard();
        if (_floor.Turns.Agent == AgentVoice.Preparing)
        {
            _floor.AgentBecame(AgentVoice.Speaking);
        }
    }

    private CallEnding? Written(Reply reply, ReplyUsage usage, TimeSpan at)
    {
        (reply.Written, reply.Usage) = (true, usage);
        return reply.Spoken ? null : Complete(reply, at);
    }

    private CallEnding? Complete(Reply reply, TimeSpan at)
    {
        _replies.Complete(reply, at);
        if (reply.IsReminder)
        {
            limits.Reminded(_clock.Now);
        }
        else
        {
            limits.Active(_clock.Now);
        }

        _deadAir.Over();
        _floor.AgentBecame(AgentVoice.Silent);
        return _replies.ThenEnd;
    }

    // A call in which even the apology fails has no voice left.
    private CallEnding? Fail(Reply reply, Exception? exception)
    {
        _journal.Publish(CallFault.Of(_clock.Now, CallStage.Dialogue, exception));
        FallSilent(ReplyOutcome.Failed);
        if (reply.IsApology)
        {
            return CallEnding.Failed;
        }

        _replies.Apologise(reply.Spoken);
        Prepare();
        return null;
    }

    private ProviderException StayedSilent() => new(
        "reply", CallStage.Dialogue, FaultOwner.Provider, $"Nothing was to be heard for {stages.Agent.Waits.DeadAirRecovery.TotalSeconds:0.#} s.", retryable: true);

    // An answer in text alone leaves the line to the caller.
    private void Prepare()
    {
        AllowInterruption();
        if (_replies.Current is { Spoken: true })
        {
            _deadAir.Owed(_clock.Now);
            _floor.AgentBecame(AgentVoice.Preparing);
        }
    }

    private void AllowInterruption() =>
        _floor.Turns.Interruptible = _policy.Interruptible && stages.Agent.Turns.Interruptible && _replies.Current?.Interruptible != false;
}
