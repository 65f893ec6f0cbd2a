using System.Text.Json;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Sound;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>
/// The agent's turns as responses. At most one runs: <c>response.created</c>, item and part added, deltas as the call speaks,
/// then everything done in the protocol's order.
/// </summary>
internal sealed class AgentReplies(SessionState state, EventWriter events, AgentAudio sound)
{
    private static readonly JsonEncodedText Delta = JsonEncodedText.Encode("delta");

    /// <summary>The response under way.</summary>
    public AgentResponse? Active { get; private set; }

    /// <summary>The latest response, running or over.</summary>
    public AgentResponse? Latest { get; private set; }

    /// <summary>What the client asked for and the call has not begun.</summary>
    public ResponseRequest? Requested { get; set; }

    public void Start(ReplyStarted started)
    {
        var settings = state.Settings;
        var request = Requested ?? new ResponseRequest(settings.Spoken, settings.Output, default);
        Requested = null;
        request = request with { Spoken = request.Spoken && started.Spoken };

        var item = new ConversationItem(Ids.Item(), request.Spoken ? ItemContent.OutputAudio : ItemContent.OutputText)
        {
            Turn = started.Turn,
            Status = ItemStatus.InProgress,
        };
        var response = new AgentResponse(started.Turn, request, state.Items.Add(item), item);
        Active = Latest = response;
        sound.Begin(request.Format);

        response.Write(events.Begin(ServerEvents.ResponseCreated), state, outcome: null);
        events.End();
        WriteOutputItem(ServerEvents.OutputItemAdded, response);
        ItemEvents.Write(events, ServerEvents.ItemAdded, response.PreviousItemId, item);
        WritePart(ServerEvents.PartAdded, response, text: "");
    }

    public void Say(ReplyText said)
    {
        if (Active is { } response && response.Turn == said.Turn)
        {
            var json = events.Begin(response.Spoken ? ServerEvents.TranscriptDelta : ServerEvents.TextDelta);
            response.WritePlace(json);
            json.WriteString(Delta, said.Delta);
            events.End();
        }
    }

    /// <summary>One frame of the agent's voice. Frames of a reply that is over, or that goes out as text, are dropped.</summary>
    public void Sound(int turn, ReadOnlySpan<short> samples)
    {
        if (Active is not { Spoken: true } response || response.Turn != turn)
        {
            return;
        }

        response.Item.AudioSent += TimeSpan.FromTicks(samples.Length * TimeSpan.TicksPerSecond / AudioFormat.Realtime.SampleRate);
        var json = events.Begin(ServerEvents.AudioDelta);
        response.WritePlace(json);
        json.WriteBase64String(Delta, sound.Encode(samples));
        events.End();
    }

    public void End(ReplyEnded ended)
    {
        if (Active is not { } response || response.Turn != ended.Turn)
        {
            return;
        }

        Active = null;
        var whole = ended.Outcome == ReplyOutcome.Completed;
        var text = whole || !response.Spoken ? ended.GeneratedText : ended.HeardText;
        response.Item.Text = text;
        response.Item.Status = whole ? ItemStatus.Completed : ItemStatus.Incomplete;

        if (response.Spoken)
        {
            response.WritePlace(events.Begin(ServerEvents.AudioDone));
            events.End();
        }

        var done = events.Begin(response.Spoken ? ServerEvents.TranscriptDone : ServerEvents.TextDone);
        response.WritePlace(done);
        done.WriteString(response.Spoken ? "transcript" : "text", text);
        events.End();
        WritePart(ServerEvents.PartDone, response, text);
        ItemEvents.Write(events, ServerEvents.ItemDone, response.PreviousItemId, response.Item);
        WriteOutputItem(ServerEvents.OutputItemDone, response);
        response.Write(events.Begin(ServerEvents.ResponseDone), state, ended);
        events.End();
    }

    private void WriteOutputItem(JsonEncodedText type, AgentResponse response)
    {
        var json = events.Begin(type);
        json.WriteString("response_id", response.Id);
        json.WriteNumber("output_index", 0);
        json.WritePropertyName("item");
        response.Item.WriteValue(json);
        events.End();
    }

    private void WritePart(JsonEncodedText type, AgentResponse response, string text)
    {
        var json = events.Begin(type);
        response.WritePlace(json);
        json.WriteStartObject("part");
        json.WriteString("type", response.Spoken ? "audio" : "text");
        json.WriteString(response.Spoken ? "transcript" : "text", text);
        json.WriteEndObject();
        events.End();
    }
}
