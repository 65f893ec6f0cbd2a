using System.Text.Json;
using VoiceAgent.Conversation.Calls;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>Writes where the time of one exchange went: milliseconds since the call began, null for a step that did not happen.</summary>
internal static class WaterfallJson
{
    public static void Write(Utf8JsonWriter json, Waterfall waterfall)
    {
        json.WriteStartObject("timings");
        Mark(json, "speech_ended_ms", waterfall.SpeechEnded);
        Mark(json, "turn_decided_ms", waterfall.TurnDecided);
        Mark(json, "final_transcript_ms", waterfall.FinalTranscript);
        Mark(json, "knowledge_found_ms", waterfall.KnowledgeFound);
        Mark(json, "first_token_ms", waterfall.FirstToken);
        Mark(json, "first_sentence_ms", waterfall.FirstSentence);
        Mark(json, "first_audio_ms", waterfall.FirstAudio);
        Mark(json, "first_audible_ms", waterfall.FirstAudible);
        Mark(json, "played_ms", waterfall.Played);
        Mark(json, "end_to_end_ms", waterfall.EndToEnd);
        json.WriteEndObject();
    }

    /// <summary>Milliseconds to a tenth.</summary>
    public static double Ms(TimeSpan span) => Math.Round(span.TotalMilliseconds, 1);

    private static void Mark(Utf8JsonWriter json, string name, TimeSpan? at)
    {
        if (at is { } reached)
        {
            json.WriteNumber(name, Ms(reached));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
