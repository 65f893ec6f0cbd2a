using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Conversation.Turns;

namespace VoiceAgent.Conversation.Calls;

/// <summary>
/// What a call does about each thing that happens: one case a signal, each naming who acts. The caller's side is told here; the agent's in <see cref="AgentConduct"/>.
/// Runs on the session's loop alone.
/// </summary>
internal sealed class CallConduct
{
    private readonly CallClock _clock;
    private readonly CallerFloor _floor;
    private readonly Replies _replies;
    private readonly CallJournal _journal;
    private readonly CallLimits _limits;
    private readonly AgentConduct _agent;
    private TimeSpan? _finalTranscriptAt;
    private bool? _replyAsked;

    public CallConduct(CallStages stages)
    {
        _clock = stages.Clock;
        _floor = stages.Floor;
        _replies = stages.Replies;
        _journal = stages.Journal;
        _limits = new CallLimits(stages.Agent);
        _agent = new AgentConduct(stages, _limits);
    }

    /// <summary>When the next thing is due that nobody will report.</summary>
    public TimeSpan Deadline
    {
        get
        {
            if (_floor.Turns.CallerSpeaking || _agent.IsConversing)
            {
                _limits.Active(_clock.Now);
            }

            return Earliest(Earliest(_limits.Deadline, _floor.Turns.Deadline), _agent.Deadline);
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
            case SignalKind.EarFailed: return GoDeaf((Exception)signal.Item!);

            case SignalKind.LineOpened: OpenLine(); break;
            case SignalKind.PolicySet: _agent.Policy = (CallTurnPolicy)signal.Item!; break;
            case SignalKind.TurnCommitted: Committed(signal); break;
            case SignalKind.HeardCleared: _floor.Forget(); break;
            case SignalKind.TypedTurn: Typed((string)signal.Item!); break;
            case SignalKind.ReplyAsked: Asked((bool)signal.Item!); break;
            case SignalKind.ReplyCancelled: _agent.Interrupt(InterruptionCause.Client); break;
            case SignalKind.Truncated: _agent.Truncate(signal.Number, signal.First); break;
            case SignalKind.HungUp: return (CallEnding)signal.Item!;

            case SignalKind.Served: _replies.Served(((CallStage, string))signal.Item!); break;
            case SignalKind.FailedOver: FailedOver(((ProviderException, string))signal.Item!); break;
            case SignalKind.Alarm: return Ring();
            default: return _agent.Progressed(signal);
        }

        return null;
    }

    /// <summary>The call is over: what was said up to now joins the record.</summary>
    public void Close()
    {
        _agent.FallSilent(ReplyOutcome.Cancelled);
        if (_floor.Turns.Text.Length > 0)
        {
            TakeTurn();
        }
    }

    private void Act(TurnDecision decision)
    {
        switch (decision)
        {
            case TurnDecision.Pause: _agent.Pause(); break;
            case TurnDecision.Resume: _agent.Resume(); break;
            case TurnDecision.InterruptBySpeech: _agent.Interrupt(InterruptionCause.Speech); break;
            case TurnDecision.InterruptByWords: _agent.Interrupt(InterruptionCause.Words); break;
            case TurnDecision.EndTurn: EndTurn(); break;
        }
    }

    private void EndTurn()
    {
        _replies.Cut(ReplyOutcome.Interrupted);
        var turn = TakeTurn();
        if (_replyAsked is not null || _agent.Policy.ReplyToTurns)
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

    private CallEnding GoDeaf(Exception exception)
    {
        _journal.Publish(CallFault.Of(_clock.Now, CallStage.Transcription, exception));
        return CallEnding.Failed;
    }

    private void FailedOver((ProviderException Fault, string Next) change) => _journal.Publish(
        new ProviderFailedOver(_clock.Now, change.Fault.Stage, change.Fault.Provider, change.Next, change.Fault.Owner, change.Fault.Message));

    private void OpenLine()
    {
        _limits.LineOpened = true;
        _limits.Active(_clock.Now);
        _agent.Greet();
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
        else if (!_agent.IsReplying)
        {
            Answer(spoken, new Waterfall { TurnDecided = _clock.Now });
        }
    }

    private void Answer(bool spoken, Waterfall sofar)
    {
        _replyAsked = null;
        _agent.Answer(spoken, sofar);
    }

    private CallEnding? Ring()
    {
        Act(_floor.Turns.Tick(_clock.Now));
        if (_agent.WatchDeadAir() is { } ending)
        {
            return ending;
        }

        switch (_limits.Reached(_clock.Now))
        {
            case LimitReached.Idle: return CallEnding.Idle;
            case LimitReached.Duration: _agent.EndForTime(); break;
            case LimitReached.Reminder: _agent.Remind(); break;
        }

        return null;
    }

    private static TimeSpan Earliest(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;
}
