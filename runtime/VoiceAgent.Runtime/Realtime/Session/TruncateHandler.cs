using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>
/// <c>conversation.item.truncate</c>: the client knows best how much of a message it played. The answer waits until the call's history
/// has shrunk to it, so that the item that the client retrieves next holds the words that were heard.
/// </summary>
internal sealed class TruncateHandler(SessionState state, ICall call, EventWriter events)
{
    private readonly Dictionary<int, int> _waiting = [];
    private int _lastCut = -1;

    public void Truncate(TruncateItem asked)
    {
        var item = state.Items.Find(asked.ItemId) ?? throw ItemEvents.Unknown("item_truncate_invalid_item_id", "item_id", asked.ItemId);
        if (item is not { Content: ItemContent.OutputAudio, Turn: { } turn })
        {
            throw new ProtocolException(ProtocolError.Invalid("item_id", $"Only spoken messages of the agent can be truncated; '{item.Id}' is none."));
        }

        if (asked.ContentIndex != 0)
        {
            throw new ProtocolException(ProtocolError.Invalid("content_index", $"Invalid value: {asked.ContentIndex}. Messages here have one content part, with index 0."));
        }

        var sent = Math.Ceiling(item.AudioSent.TotalMilliseconds);
        if (asked.AudioEndMs < 0 || asked.AudioEndMs > sent)
        {
            throw new ProtocolException(ProtocolError.Invalid(
                "audio_end_ms", $"Audio content of {sent:0}ms is already shorter than {asked.AudioEndMs}ms, or the value is negative."));
        }

        call.Truncate(turn, TimeSpan.FromMilliseconds(asked.AudioEndMs));
        if (item.Status == ItemStatus.InProgress || turn == _lastCut)
        {
            _waiting[turn] = asked.AudioEndMs;
        }
        else
        {
            // Played to its end, or history by now: the call has nothing to take back.
            Answer(item, asked.AudioEndMs);
        }
    }

    /// <summary>The history of the call holds what was heard.</summary>
    public void Truncated(ReplyTruncated truncated)
    {
        if (state.Items.OfTurn(truncated.Turn) is { } item)
        {
            item.Text = truncated.HeardText;
            Settle(item, truncated.Turn);
        }
    }

    /// <summary>A reply is over. One that was played to its end before the client's word arrived is not truncated any more.</summary>
    public void Ended(ReplyEnded ended)
    {
        if (ended.Outcome != ReplyOutcome.Completed)
        {
            _lastCut = ended.Turn;
        }
        else if (state.Items.OfTurn(ended.Turn) is { } item)
        {
            Settle(item, ended.Turn);
        }
    }

    private void Settle(ConversationItem item, int turn)
    {
        if (_waiting.Remove(turn, out var audioEndMs))
        {
            Answer(item, audioEndMs);
        }
    }

    private void Answer(ConversationItem item, int audioEndMs)
    {
        var json = events.Begin(ServerEvents.ItemTruncated);
        json.WriteString("item_id", item.Id);
        json.WriteNumber("content_index", 0);
        json.WriteNumber("audio_end_ms", audioEndMs);
        events.End();
    }
}
