namespace VoiceAgent.Conversation.Calls;

internal enum SignalKind
{
    // From the ear.
    SpeechStarted,
    SpeechContinued,
    SpeechStopped,

    // From the transcription.
    Transcript,
    EarFailed,

    // From the reply in the making.
    KnowledgeFound,
    TextWritten,
    FirstSentence,
    FirstAudio,
    ToolStarted,
    ToolEnded,
    Written,
    ReplyFailed,

    // From the playout.
    Audible,
    RanDry,
    Played,

    // From the chains of providers.
    Served,
    FailedOver,

    // From the edge.
    LineOpened,
    PolicySet,
    TurnCommitted,
    HeardCleared,
    TypedTurn,
    ReplyAsked,
    ReplyCancelled,
    Truncated,
    HungUp,

    // From the alarm.
    Alarm,
}

/// <summary>Something for the session's single writer. A struct: the stream of them costs no allocation.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, since the call began.</param>
/// <param name="Number">Utterance or turn that it is about.</param>
/// <param name="First">A position or duration.</param>
/// <param name="Second">Another one.</param>
/// <param name="Item">Whatever else belongs to it.</param>
internal readonly record struct CallSignal(SignalKind Kind, TimeSpan At, int Number = 0, TimeSpan First = default, TimeSpan Second = default, object? Item = null);
