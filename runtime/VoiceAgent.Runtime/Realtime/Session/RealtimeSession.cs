using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Sound;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>
/// The protocol's state machine. One task owns it and hands it everything in order: what the client asks, what happens in the call,
/// what the agent says. Answers are written as events; nothing here waits.
/// <code>
///  client events ──► Ask ──► SessionHandler, InputHandler, ItemHandler … ──────────────► ICall
///  call events ────► Tell ─► CallerTurns, AgentReplies, Extras ─────────────────────────► EventWriter ──► socket
///  agent's frames ─► Sound ► AgentReplies ─────────────────────────────────────────────► EventWriter ──► socket
/// </code>
/// </summary>
internal sealed class RealtimeSession
{
    private readonly SessionState _state;
    private readonly ICall _call;
    private readonly EventWriter _events;
    private readonly SessionHandler _session;
    private readonly InputHandler _input;
    private readonly ItemHandler _items;
    private readonly TruncateHandler _truncation;
    private readonly ResponseHandler _responses;
    private readonly CallerTurns _turns;
    private readonly AgentReplies _replies;
    private readonly Extras _extras;

    public RealtimeSession(SessionState state, ICall call, EventWriter events, CallerAudio audio)
    {
        _state = state;
        _call = call;
        _events = events;
        _turns = new CallerTurns(state, events);
        _replies = new AgentReplies(state, events, new AgentAudio());
        _extras = new Extras(state, events);
        _session = new SessionHandler(state, call, events, audio);
        _input = new InputHandler(state, call, events, audio, _turns);
        _items = new ItemHandler(state, call, events);
        _truncation = new TruncateHandler(state, call, events);
        _responses = new ResponseHandler(state, call, events, _replies);
    }

    /// <summary>How the socket is to be closed; null while the call runs.</summary>
    public SessionClosing? Closing { get; private set; }

    /// <summary>Greets the client: <c>session.created</c>.</summary>
    public void Open() => _session.Open();

    /// <summary>What the client asks for. What cannot be done becomes an <c>error</c> that names the client's event; the session goes on.</summary>
    public void Ask(ClientEvent asked)
    {
        try
        {
            Dispatch(asked);
        }
        catch (ProtocolException refused)
        {
            _events.Error(refused.Error, asked.EventId);
        }
    }

    /// <summary>What happened in the call.</summary>
    public void Tell(CallEvent happened)
    {
        switch (happened)
        {
            case CallerSpeechStarted started:
                _turns.Start(started);
                break;
            case CallerSpeechStopped stopped:
                _turns.Stop(stopped);
                break;
            case CallerTurnEnded ended:
                EndCallerTurn(ended);
                break;
            case ReplyStarted started:
                _replies.Start(started);
                break;
            case ReplyText said:
                _replies.Say(said);
                break;
            case ReplyEnded ended:
                EndReply(ended);
                break;
            case ReplyTruncated truncated:
                _truncation.Truncated(truncated);
                break;
            case StageFailed failed:
                Fail(failed);
                break;
            case CallEnded ended:
                End(ended);
                break;
            default:
                TellExtra(happened);
                break;
        }
    }

    /// <summary>A frame of the agent's voice, at 24 kHz.</summary>
    public void Sound(int turn, ReadOnlySpan<short> samples) => _replies.Sound(turn, samples);

    private void Dispatch(ClientEvent asked)
    {
        switch (asked)
        {
            case UpdateSession update: _session.Update(update); break;
            case CommitInput: _input.Commit(); break;
            case ClearInput: _input.Clear(); break;
            case ClearOutput: _responses.ClearOutput(); break;
            case CreateItem create: _items.Create(create); break;
            case RetrieveItem retrieve: _items.Retrieve(retrieve); break;
            case DeleteItem delete: _items.Delete(delete); break;
            case TruncateItem truncate: _truncation.Truncate(truncate); break;
            case CreateResponse create: _responses.Create(create); break;
            case CancelResponse cancel: _responses.Cancel(cancel); break;
            case RefusedMessage refused: _events.Error(refused.Error, refused.EventId); break;
            default: throw new InvalidOperationException($"No handler for {asked.GetType().Name}.");
        }
    }

    private void TellExtra(CallEvent happened)
    {
        if (!_state.WantsExtras)
        {
            return;
        }

        switch (happened)
        {
            case CallStarted started: _extras.CallStarted(started); break;
            case TranscriptHeard heard: _extras.Interim(heard, _turns.OpenItemId); break;
            case PlayoutPaused paused: _extras.Playout(ExtraEvents.PlayoutPaused, paused.At, _replies.Active); break;
            case PlayoutResumed resumed: _extras.Playout(ExtraEvents.PlayoutResumed, resumed.At, _replies.Active); break;
            case Interrupted interrupted: _extras.Interrupted(interrupted, _replies.Latest); break;
            case ToolStarted started: _extras.ToolStarted(started); break;
            case ToolEnded ended: _extras.ToolEnded(ended); break;
        }
    }

    private void EndCallerTurn(CallerTurnEnded ended)
    {
        // A typed turn got its item when the client created it.
        var itemId = ended.Typed ? null : _turns.End(ended);
        if (_state.WantsExtras)
        {
            _extras.CallerTurn(ended, itemId);
        }

        if (!ended.Typed && _state.Settings.RepliesInText && _replies is { Active: null, Requested: null })
        {
            _call.Reply(spoken: false);
        }
    }

    private void EndReply(ReplyEnded ended)
    {
        _replies.End(ended);
        _truncation.Ended(ended);
        if (_state.WantsExtras)
        {
            _extras.AgentTurn(ended, _replies.Latest is { } latest && latest.Turn == ended.Turn ? latest : null);
        }
    }

    private void Fail(StageFailed failed)
    {
        _state.LastFailure = failed;
        if (failed.Stage == Conversation.CallStage.Dialogue && _replies.Active is null)
        {
            // What was asked for will not come; the client may ask again.
            _replies.Requested = null;
        }

        if (_state.WantsExtras)
        {
            _extras.StageFailed(failed);
        }
    }

    private void End(CallEnded ended)
    {
        if (ended.Ending == CallEnding.TimeLimit)
        {
            _events.Error(
                ProtocolError.OurFault("session_expired", $"Your session hit the maximum duration of {_state.Agent.MaxDuration.TotalMinutes:0.#} minutes."), causedBy: null);
        }

        if (_state.WantsExtras)
        {
            _extras.CallEnded(ended);
        }

        Closing = SessionClosing.After(ended.Ending);
    }
}
