using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Calls;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>What a client may set of a session, as it stands. Everything else belongs to the agent.</summary>
internal sealed record SessionSettings
{
    /// <summary>How the client writes the caller's audio.</summary>
    public AudioFormat Input { get; init; } = AudioFormat.Realtime;

    /// <summary>How the client wants the agent's audio.</summary>
    public AudioFormat Output { get; init; } = AudioFormat.Realtime;

    /// <summary>Answers are spoken; otherwise they are text alone.</summary>
    public bool Spoken { get; init; } = true;

    /// <summary>Null when the client decides about turns itself.</summary>
    public TurnDetection? TurnDetection { get; init; } = new();

    /// <summary>The client wants events about the caller's transcript.</summary>
    public bool Transcription { get; init; } = true;

    /// <summary>
    /// What the call must do by itself. An answer in text alone is asked for by the session, because the policy knows only spoken ones.
    /// </summary>
    public CallTurnPolicy Policy => TurnDetection is { } turns
        ? new CallTurnPolicy(DetectSpeech: true, ReplyToTurns: turns.CreateResponse && Spoken, Interruptible: turns.InterruptResponse)
        : new CallTurnPolicy(DetectSpeech: false, ReplyToTurns: false, Interruptible: false);

    /// <summary>A spoken turn is to be answered in text, which the session has to ask for.</summary>
    public bool RepliesInText => TurnDetection is { CreateResponse: true } && !Spoken;
}
