using System.Text.Json;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>
/// Writes the <c>voiceagent.*</c> events. Every time is in milliseconds since the call began, every length in milliseconds.
/// </summary>
internal sealed class Extras(SessionState state, EventWriter events)
{
    public void CallStarted(CallStarted started)
    {
        var json = Begin(ExtraEvents.CallStarted, started.At);
        json.WriteString("call_id", state.CallId);
        json.WriteStartObject("agent");
        json.WriteString("name", state.Agent.Name);
        json.WriteString("revision", state.Agent.Revision);
        json.WriteString("language", state.Agent.Language);
        json.WriteBoolean("greets", state.Agent.Greeting is not null);
        json.WriteEndObject();
        events.End();
    }

    public void CallEnded(CallEnded ended)
    {
        var json = Begin(ExtraEvents.CallEnded, ended.At);
        json.WriteString("call_id", state.CallId);
        json.WriteString("reason", Word(ended.Ending.ToString()));
        json.WriteNumber("duration_ms", Ms(ended.At));
        events.End();
    }

    public void Playout(JsonEncodedText type, TimeSpan at, AgentResponse? response)
    {
        var json = Begin(type, at);
        json.WriteString("response_id", response?.Id);
        json.WriteString("item_id", response?.Item.Id);
        events.End();
    }

    public void Interrupted(Interrupted interrupted, AgentResponse? response)
    {
        var json = Begin(ExtraEvents.Interrupted, interrupted.At);
        json.WriteString("item_id", response?.Item.Id);
        json.WriteString("cause", Word(interrupted.Cause.ToString()));
        json.WriteNumber("speech_started_ms", Ms(interrupted.SpeechStarted));
        events.End();
    }

    public void Interim(TranscriptHeard heard, string? itemId)
    {
        var json = Begin(ExtraEvents.Interim, heard.At);
        json.WriteString("item_id", itemId);
        json.WriteNumber("utterance", heard.Utterance);
        json.WriteString("transcript", heard.Text);
        json.WriteBoolean("final", heard.IsFinal);
        events.End();
    }

    public void CallerTurn(CallerTurnEnded ended, string? itemId)
    {
        var json = Begin(ExtraEvents.TurnCompleted, ended.At);
        json.WriteString("speaker", "caller");
        json.WriteNumber("turn", ended.Turn);
        json.WriteString("item_id", itemId);
        json.WriteString("text", ended.Text);
        json.WriteBoolean("typed", ended.Typed);
        json.WriteNumber("speech_ended_ms", Ms(ended.SpeechEnded));
        events.End();
    }

    public void AgentTurn(ReplyEnded ended, AgentResponse? response)
    {
        var json = Begin(ExtraEvents.TurnCompleted, ended.At);
        json.WriteString("speaker", "agent");
        json.WriteNumber("turn", ended.Turn);
        json.WriteString("response_id", response?.Id);
        json.WriteString("item_id", response?.Item.Id);
        json.WriteString("outcome", Word(ended.Outcome.ToString()));
        json.WriteString("generated_text", ended.GeneratedText);
        json.WriteString("heard_text", ended.HeardText);
        json.WriteNumber("heard_audio_ms", Ms(ended.HeardAudio));
        WaterfallJson.Write(json, ended.Waterfall);
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", ended.Usage.InputTokens);
        json.WriteNumber("output_tokens", ended.Usage.OutputTokens);
        json.WriteNumber("spoken_characters", ended.Usage.SpokenCharacters);
        json.WriteEndObject();
        events.End();
    }

    public void ToolStarted(ToolStarted started)
    {
        var json = Begin(ExtraEvents.ToolStarted, started.At);
        json.WriteNumber("turn", started.Turn);
        json.WriteString("tool_call_id", started.CallId);
        json.WriteString("tool", started.Tool);
        json.WriteString("arguments", started.Arguments);
        events.End();
    }

    public void ToolEnded(ToolEnded ended)
    {
        var json = Begin(ExtraEvents.ToolEnded, ended.At);
        json.WriteNumber("turn", ended.Turn);
        json.WriteString("tool_call_id", ended.CallId);
        json.WriteString("tool", ended.Tool);
        json.WriteBoolean("succeeded", ended.Succeeded);
        json.WriteString("result", ended.Result);
        events.End();
    }

    public void StageFailed(StageFailed failed)
    {
        var json = Begin(ExtraEvents.StageFailed, failed.At);
        json.WriteString("stage", Word(failed.Stage.ToString()));
        json.WriteString("fault", Word(failed.Owner.ToString()));
        json.WriteString("provider", failed.Provider);
        json.WriteString("message", failed.Message);
        events.End();
    }

    /// <summary>The enumeration's name as the wire writes words: <c>CallerHungUp</c> becomes <c>caller_hung_up</c>.</summary>
    public static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private Utf8JsonWriter Begin(JsonEncodedText type, TimeSpan at)
    {
        var json = events.Begin(type);
        json.WriteNumber("at_ms", Ms(at));
        return json;
    }

    private static double Ms(TimeSpan span) => WaterfallJson.Ms(span);
}
