using System.Text.Json;

namespace VoiceAgent.Runtime.Realtime.Protocol;

/// <summary>What the Realtime protocol has no word for. Sent only to clients that ask for it: see README.md beside this folder's code.</summary>
internal static class ExtraEvents
{
    public static readonly JsonEncodedText CallStarted = JsonEncodedText.Encode("voiceagent.call.started");
    public static readonly JsonEncodedText CallEnded = JsonEncodedText.Encode("voiceagent.call.ended");
    public static readonly JsonEncodedText PlayoutPaused = JsonEncodedText.Encode("voiceagent.playout.paused");
    public static readonly JsonEncodedText PlayoutResumed = JsonEncodedText.Encode("voiceagent.playout.resumed");
    public static readonly JsonEncodedText Interrupted = JsonEncodedText.Encode("voiceagent.interrupted");
    public static readonly JsonEncodedText Interim = JsonEncodedText.Encode("voiceagent.transcript.interim");
    public static readonly JsonEncodedText TurnCompleted = JsonEncodedText.Encode("voiceagent.turn.completed");
    public static readonly JsonEncodedText ToolStarted = JsonEncodedText.Encode("voiceagent.tool.started");
    public static readonly JsonEncodedText ToolEnded = JsonEncodedText.Encode("voiceagent.tool.ended");
    public static readonly JsonEncodedText StageFailed = JsonEncodedText.Encode("voiceagent.stage.failed");
}
