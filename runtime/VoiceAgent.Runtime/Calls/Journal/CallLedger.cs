using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls.Records;

namespace VoiceAgent.Runtime.Calls.Journal;

/// <summary>
/// Turns the events of one call into rows. The rows in memory are the truth while the call runs; the database follows, and a write
/// that fails can be repeated because every row says the whole of itself. Used by the journal's writer alone.
/// </summary>
internal sealed class CallLedger(CallRecord call, bool keepsText)
{
    private readonly Dictionary<int, TurnRecord> _turns = [];
    private readonly HashSet<object> _stored = [];
    private readonly EventDetail _detail = new(keepsText);
    private RecordingRecord? _recording;
    private TimeSpan? _speechStarted;

    public CallRecord Call => call;

    /// <summary>Whether the database holds this row already.</summary>
    public bool IsStored(object row) => _stored.Contains(row);

    /// <summary>The database took these rows.</summary>
    public void MarkStored(IEnumerable<object> rows) => _stored.UnionWith(rows.Where(row => row is not CallEventRecord));

    /// <summary>Rows that are new or changed by an event.</summary>
    public IEnumerable<object> Apply(int sequence, CallEvent happened)
    {
        call.LastSeenAt = Later(call.LastSeenAt, call.StartedAt + happened.At);
        if (Change(happened) is { } changed)
        {
            yield return changed;
        }

        yield return call;
        yield return new CallEventRecord
        {
            TenantId = call.TenantId,
            CallId = call.Id,
            Sequence = sequence,
            At = happened.At,
            Kind = happened.GetType().Name,
            Turn = EventDetail.TurnOf(happened),
            Detail = _detail.Of(happened),
        };
    }

    private object? Change(CallEvent happened)
    {
        switch (happened)
        {
            case CallEnded ended:
                call.Ending = ended.Ending;
                call.EndedAt = call.StartedAt + ended.At;
                return null;
            case CallerSpeechStarted started:
                _speechStarted ??= started.At;
                return null;
            case Interrupted:
                call.Interruptions++;
                return null;
            case CallerTurnEnded ended:
                return CallerTurn(ended);
            case ReplyStarted started:
                call.AgentTurns++;
                return _turns[started.Turn] = Turn(started.Turn, Speaker.Agent, started.At, textOnly: !started.Spoken);
            case ReplyEnded ended:
                return Reply(ended);
            case ReplyTruncated truncated:
                return Truncation(truncated);
            case RecordingEvent recording:
                return Recording(recording);
            default:
                return null;
        }
    }

    private TurnRecord CallerTurn(CallerTurnEnded ended)
    {
        var turn = Turn(ended.Turn, Speaker.Caller, ended.Typed ? ended.At : _speechStarted ?? ended.SpeechEnded, ended.Typed);
        turn.EndedAt = ended.Typed ? ended.At : ended.SpeechEnded;
        turn.Text = keepsText ? ended.Text : null;
        _speechStarted = null;
        call.CallerTurns++;
        return turn;
    }

    private TurnRecord Reply(ReplyEnded ended)
    {
        // The beginning may have been dropped while the database was away: the end still makes a whole row.
        if (!_turns.TryGetValue(ended.Turn, out var turn))
        {
            turn = _turns[ended.Turn] = Turn(ended.Turn, Speaker.Agent, ended.Waterfall.FirstToken ?? ended.At, textOnly: false);
            call.AgentTurns++;
        }

        turn.EndedAt = ended.At;
        turn.Outcome = ended.Outcome;
        turn.Text = keepsText ? ended.GeneratedText : null;
        turn.HeardText = keepsText ? ended.HeardText : null;
        turn.HeardAudio = ended.HeardAudio;
        turn.Waterfall = ended.Waterfall;
        turn.Usage = ended.Usage;
        turn.ServedBy = ended.ServedBy;
        return turn;
    }

    private TurnRecord? Truncation(ReplyTruncated truncated)
    {
        if (!_turns.TryGetValue(truncated.Turn, out var turn))
        {
            return null;
        }

        turn.HeardText = keepsText ? truncated.HeardText : null;
        turn.HeardAudio = truncated.HeardAudio;
        return turn;
    }

    private RecordingRecord? Recording(RecordingEvent happened)
    {
        switch (happened)
        {
            case RecordingStarted started:
                _recording = new RecordingRecord { TenantId = call.TenantId, CallId = call.Id, File = started.File };
                break;
            case RecordingStopped or RecordingGap when _recording is not null:
                _recording.State = RecordingState.Partial;
                break;
            case RecordingFinished finished when _recording is not null:
                _recording.State = _recording.State == RecordingState.Open ? RecordingState.Complete : _recording.State;
                _recording.Duration = finished.Duration;
                _recording.Bytes = finished.Bytes;
                break;
        }

        return _recording;
    }

    private TurnRecord Turn(int number, Speaker speaker, TimeSpan startedAt, bool textOnly) => new()
    {
        TenantId = call.TenantId,
        CallId = call.Id,
        Number = number,
        Speaker = speaker,
        StartedAt = startedAt,
        TextOnly = textOnly,
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
