using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Conversation.Turns;

namespace VoiceAgent.Conversation.Calls;

/// <summary>
/// What a call does about each thing that happens: one case a signal, each naming the stage that acts. Runs on the session's loop alone.
/// </summary>
internal sealed class CallConduct(CallStages stages)
{
    private readonly CallStages _stages = stages;
    private readonly CallClock _clock = stages.Clock;
    private readonly CallerFloor _floor = stages.Floor;
    private readonly Replies _replies = stages.Replies;
    private readonly CallJournal _journal = stages.Journal;
    private readonly CallLimits _limits = new(stages.Agent);
    private CallTurnPolicy _policy = CallTurnPolicy.Automatic;
    private TimeSpan? _finalTranscriptAt;
    private bool? _replyAsked;

    /// <summary>When the next thing is due that nobody will report.</summary>
    public TimeSpan Deadline
    {
        get
        {
            if (_floor.Turns.CallerSpeaking || _replies.Current is not null)
            {
                _limits.Active(_clock.Now);
            }

            return _floor.Turns.Deadline is { } turn && turn < _limits.Deadline ? turn : _limits.Deadline;
        }
    }

    /// <summary>Takes the next signal.</summary>
    /// <returns>How the call ends, when it does.</returns>
    public CallEnding? Take(in CallSignal signal)
    {
        switch (signal.Kind)
        {
            case SignalKind.SpeechStarted: _floor.SpeechStarted(signal); break;
            case SignalKind.SpeechContinued: Act(_floor.SpeechContinued(signal)); break;
            case SignalKind.SpeechStopped: _floor.SpeechStopped(signal); break;
            case SignalKind.Transcript: Understood((TranscriptEvent)signal.Item!, signal.At); break;
            case SignalKind.Alarm: return Ring();

            case SignalKind.LineOpened: Greet(); break;
            case SignalKind.PolicySet: SetPolicyNow((CallTurnPolicy)signal.Item!); break;
            case SignalKind.TurnCommitted: Committed(signal); break;
            case SignalKind.HeardCleared: _floor.Forget(); break;
            case SignalKind.TypedTurn: Typed((string)signal.Item!); break;
            case SignalKind.ReplyAsked: Asked((bool)signal.Item!); break;
            case SignalKind.ReplyCancelled: Interrupt(InterruptionCause.Client); break;
            case SignalKind.Truncated: Truncate(signal.Number, signal.First); break;

            case SignalKind.Played or SignalKind.Written: return Finished(signal);
            case SignalKind.EarFailed: return Failed(CallStage.Transcription, (Exception)signal.Item!);
            case SignalKind.HungUp: return (CallEnding)signal.Item!;
            default: return Progressed(signal);
        }

        return null;
    }

    /// <summary>The call is over: what was said up to now joins the record.</summary>
    public void Close()
    {
        _replies.Cut(ReplyOutcome.Cancelled);
        _floor.AgentBecame(AgentVoice.Silent);
        if (_floor.Turns.Text.Length > 0)
        {
            TakeTurn();
        }
    }

    // What a reply in the making reports about itself.
    private CallEnding? Progressed(in CallSignal signal)
    {
        _replies.Progressed(signal);
        if (_replies.Current is { } reply && reply.Turn == signal.Number)
        {
            switch (signal.Kind)
            {
                case SignalKind.FirstAudible: Audible(); break;
                case SignalKind.ReplyFailed: return ReplyFailed(reply, signal.Item as Exception);
            }
        }

        return null;
    }

    private void Act(TurnDecision decision)
    {
        switch (decision)
        {
            case TurnDecision.Pause:
                _stages.Playout.Pause();
                _floor.AgentBecame(AgentVoice.Paused);
                _journal.Publish(new PlayoutPaused(_clock.Now, _replies.Current?.Turn ?? 0));
                break;
            case TurnDecision.Resume:
                _stages.Playout.Resume();
                _floor.AgentBecame(AgentVoice.Speaking);
                _journal.Publish(new PlayoutResumed(_clock.Now, _replies.Current?.Turn ?? 0));
                break;
            case TurnDecision.InterruptBySpeech: Interrupt(InterruptionCause.Speech); break;
            case TurnDecision.InterruptByWords: Interrupt(InterruptionCause.Words); break;
            case TurnDecision.EndTurn: EndTurn(); break;
        }
    }

    private void Interrupt(InterruptionCause cause)
    {
        if (_replies.Current is not { } reply)
        {
            return;
        }

        var began = _floor.Turns.Over?.StartedAt ?? _clock.Now;
        _journal.Publish(new Interrupted(_clock.Now, reply.Turn, cause, began));
        _replies.Cut(cause == InterruptionCause.Client ? ReplyOutcome.Cancelled : ReplyOutcome.Interrupted);
        _floor.AgentBecame(AgentVoice.Silent);
    }

    // A client that truncates what is still being said has stopped it.
    private void Truncate(int turn, TimeSpan heardAudio)
    {
        if (_replies.Current?.Turn == turn)
        {
            Interrupt(InterruptionCause.Client);
        }

        _replies.Truncate(turn, heardAudio);
    }

    private void EndTurn()
    {
        _replies.Cut(ReplyOutcome.Interrupted);
        var turn = TakeTurn();
        if (_replyAsked is not null || _policy.ReplyToTurns)
        {
            var final = turn.AllFinal ? _finalTranscriptAt : null;
            Answer(_replyAsked ?? true, new Waterfall { SpeechEnded = turn.SpeechEnded, TurnDecided = _clock.Now, FinalTranscript = final });
        }
    }

    private FinishedTurn TakeTurn()
    {
        var turn = _floor.TakeTurn();
        var number = _replies.CallerSaid(turn.Text);
        _journal.Publish(new CallerTurnEnded(_clock.Now, number, turn.LastUtterance, turn.Text, Typed: false, turn.SpeechEnded));
        return turn;
    }

    private void Understood(TranscriptEvent heard, TimeSpan at)
    {
        _finalTranscriptAt = heard.IsFinal ? at : _finalTranscriptAt;
        Act(_floor.Transcript(heard.Utterance, heard.Text, heard.IsFinal));
    }

    private CallEnding? Ring()
    {
        Act(_floor.Turns.Tick(_clock.Now));
        return _limits.Exceeded(_clock.Now);
    }

    private void Greet()
    {
        _limits.LineOpened = true;
        if (_stages.Agent.Greeting is { Length: > 0 } greeting && _replies.Current is null && _policy.ReplyToTurns)
        {
            _replies.Greet(greeting);
            AgentPrepares();
        }
    }

    private void SetPolicyNow(CallTurnPolicy policy)
    {
        _policy = policy;
        AllowInterruption();
    }

    private void Committed(in CallSignal signal)
    {
        if (signal.Number > 0)
        {
            _floor.Turns.SpeechStopped(signal.Number, signal.At, signal.First);
        }

        _floor.Turns.Commit();
    }

    private void Typed(string text)
    {
        _limits.Active(_clock.Now);
        var number = _replies.CallerSaid(text);
        _journal.Publish(new CallerTurnEnded(_clock.Now, number, 0, text, Typed: true, _clock.Now));
    }

    private void Asked(bool spoken)
    {
        if (_floor.Turns.Turn.Count > 0)
        {
            // The turn's final transcript is still on its way; the answer waits for it.
            _replyAsked = spoken;
        }
        else if (_replies.Current is null)
        {
            Answer(spoken, new Waterfall { TurnDecided = _clock.Now });
        }
    }

    private void Answer(bool spoken, Waterfall sofar)
    {
        _replyAsked = null;
        _replies.Answer(spoken, sofar);
        AgentPrepares();
    }

    private void Audible()
    {
        if (_floor.Turns.Agent == AgentVoice.Preparing)
        {
            _floor.AgentBecame(AgentVoice.Speaking);
        }
    }

    private CallEnding? Finished(in CallSignal signal)
    {
        if (_replies.Current is not { } reply || reply.Turn != signal.Number)
        {
            return null;
        }

        if (signal.Kind == SignalKind.Written)
        {
            (reply.Written, reply.Usage) = (true, (ReplyUsage)signal.Item!);
        }

        if (signal.Kind == SignalKind.Written && reply.Spoken)
        {
            return null;
        }

        _replies.Complete(reply, signal.At);
        _limits.Active(_clock.Now);
        _floor.AgentBecame(AgentVoice.Silent);
        return _replies.ThenEnd;
    }

    private CallEnding? ReplyFailed(Reply reply, Exception? exception)
    {
        _journal.Publish(CallFault.Of(_clock.Now, CallStage.Dialogue, exception));
        _replies.Cut(ReplyOutcome.Failed);
        _floor.AgentBecame(AgentVoice.Silent);
        if (reply.IsApology)
        {
            return CallEnding.Failed;
        }

        _replies.Apologise(reply.Spoken);
        AgentPrepares();
        return null;
    }

    private CallEnding Failed(CallStage stage, Exception exception)
    {
        _journal.Publish(CallFault.Of(_clock.Now, stage, exception));
        return CallEnding.Failed;
    }

    private void AgentPrepares()
    {
        AllowInterruption();
        _floor.AgentBecame(_replies.Current is { Spoken: true } ? AgentVoice.Preparing : AgentVoice.Silent);
    }

    private void AllowInterruption() =>
        _floor.Turns.Interruptible = _policy.Interruptible && _stages.Agent.Turns.Interruptible && _replies.Current?.Interruptible != false;
}
