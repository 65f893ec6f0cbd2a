using System.Text.Json;
using System.Text.Json.Serialization;
using VoiceAgent.Conversation.Calls;

namespace VoiceAgent.Runtime.Calls.Journal;

/// <summary>What an event says beyond its kind, time and turn, as JSON. A new kind of event is stored without a change here.</summary>
internal sealed class EventDetail(bool keepsText)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new MillisecondsJson() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The turn that an event belongs to, if to one.</summary>
    public static int? TurnOf(CallEvent happened) => happened switch
    {
        CallerTurnEnded it => it.Turn,
        ReplyStarted it => it.Turn,
        ReplyEnded it => it.Turn,
        ReplyTruncated it => it.Turn,
        PlayoutPaused it => it.Turn,
        PlayoutResumed it => it.Turn,
        Interrupted it => it.Turn,
        ToolStarted it => it.Turn,
        ToolEnded it => it.Turn,
        FillerSpoken it => it.Turn,
        _ => null,
    };

    /// <summary>Null when there is nothing more to say, when a turn's row says it, or when the agent's calls leave no words behind.</summary>
    public string? Of(CallEvent happened)
    {
        if (happened is CallerTurnEnded or ReplyStarted or ReplyEnded or ReplyTruncated or RecordingStarted)
        {
            return null;
        }

        if (!keepsText && happened is TranscriptHeard or ToolStarted or ToolEnded or FillerSpoken)
        {
            return null;
        }

        var detail = JsonSerializer.SerializeToNode(happened, happened.GetType(), Json)!.AsObject();
        detail.Remove("at");
        detail.Remove("turn");
        return detail.Count == 0 ? null : detail.ToJsonString(Json);
    }

    private sealed class MillisecondsJson : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.FromMilliseconds(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue((long)Math.Round(value.TotalMilliseconds));
    }
}
