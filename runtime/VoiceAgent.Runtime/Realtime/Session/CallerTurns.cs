using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>
/// The caller's turns as items. With turn detection the call decides: speech events carry the id of an item that is created when the
/// turn is over, and all utterances of one turn share it. Without, the client commits: its item is created at once, and what was
/// understood follows.
/// </summary>
internal sealed class CallerTurns(SessionState state, EventWriter events)
{
    private readonly Queue<(ConversationItem Item, TimeSpan Length)> _committed = new();
    private string? _open;
    private TimeSpan _utteranceStart;
    private TimeSpan _spoken;

    /// <summary>Id of the item that the turn under way will become; null between turns.</summary>
    public string? OpenItemId => _open;

    public void Start(CallerSpeechStarted started)
    {
        if (state.Settings.TurnDetection is null)
        {
            return;
        }

        _open ??= Ids.Item();
        _utteranceStart = started.AudioStart;
        var json = events.Begin(ServerEvents.SpeechStarted);
        json.WriteNumber("audio_start_ms", (long)started.AudioStart.TotalMilliseconds);
        json.WriteString("item_id", _open);
        events.End();
    }

    public void Stop(CallerSpeechStopped stopped)
    {
        if (state.Settings.TurnDetection is null || _open is null)
        {
            return;
        }

        _spoken += stopped.AudioEnd - _utteranceStart;
        var json = events.Begin(ServerEvents.SpeechStopped);
        json.WriteNumber("audio_end_ms", (long)stopped.AudioEnd.TotalMilliseconds);
        json.WriteString("item_id", _open);
        events.End();
    }

    /// <summary>The client committed by hand.</summary>
    /// <param name="length">How much audio it committed.</param>
    public void Commit(TimeSpan length) => _committed.Enqueue((AddItem(), length));

    /// <summary>The client threw away what it sent: the next speech begins a new item.</summary>
    public void Forget() => (_open, _spoken) = (null, TimeSpan.Zero);

    /// <summary>A spoken turn is over and understood.</summary>
    /// <returns>Id of its item.</returns>
    public string End(CallerTurnEnded ended)
    {
        var (item, length) = _committed.Count > 0 ? _committed.Dequeue() : (AddItem(), _spoken);
        Forget();
        item.Text = ended.Text;
        if (state.Settings.Transcription)
        {
            Transcribe(item, length);
        }

        state.LastFailure = null;
        return item.Id;
    }

    private ConversationItem AddItem()
    {
        var item = new ConversationItem(_open ?? Ids.Item(), ItemContent.InputAudio);
        _open = null;
        var previous = state.Items.Add(item);

        var committed = events.Begin(ServerEvents.InputCommitted);
        committed.WriteString("previous_item_id", previous);
        committed.WriteString("item_id", item.Id);
        events.End();
        ItemEvents.Write(events, ServerEvents.ItemAdded, previous, item);
        ItemEvents.Write(events, ServerEvents.ItemDone, previous, item);
        return item;
    }

    private void Transcribe(ConversationItem item, TimeSpan length)
    {
        if (item.Text is "" && state.LastFailure is { Stage: Conversation.CallStage.Transcription } failure)
        {
            Fail(item, failure);
            return;
        }

        if (item.Text is not "")
        {
            var delta = events.Begin(ServerEvents.TranscriptionDelta);
            delta.WriteString("item_id", item.Id);
            delta.WriteNumber("content_index", 0);
            delta.WriteString("delta", item.Text);
            events.End();
        }

        var completed = events.Begin(ServerEvents.TranscriptionCompleted);
        completed.WriteString("item_id", item.Id);
        completed.WriteNumber("content_index", 0);
        completed.WriteString("transcript", item.Text);
        completed.WriteStartObject("usage");
        completed.WriteString("type", "duration");
        // Whole seconds: NuGet's OpenAI 2.15 throws on a fraction, though the schema allows one.
        completed.WriteNumber("seconds", (long)Math.Ceiling(length.TotalSeconds));
        completed.WriteEndObject();
        events.End();
    }

    private void Fail(ConversationItem item, StageFailed failure)
    {
        var json = events.Begin(ServerEvents.TranscriptionFailed);
        json.WriteString("item_id", item.Id);
        json.WriteNumber("content_index", 0);
        json.WriteStartObject("error");
        json.WriteString("type", "transcription_error");
        json.WriteString("code", "transcription_failed");
        json.WriteString("message", $"Speech to text ({failure.Provider}) failed: {failure.Message}");
        json.WriteEndObject();
        events.End();
    }
}
