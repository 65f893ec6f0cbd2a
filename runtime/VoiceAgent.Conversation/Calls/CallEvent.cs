using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Playout;

namespace VoiceAgent.Conversation.Calls;

/// <summary>
/// Something that happened in a call. Published by the session's single writer, in order; <see cref="At"/> is time since the call began.
/// Audio never travels as an event: see <see cref="IMediaEdge"/> and <see cref="IAudioTap"/>.
/// </summary>
public abstract record CallEvent(TimeSpan At);

/// <summary>Watches a call. Called on the session's writer: must return at once and never throw.</summary>
public interface ICallObserver
{
    /// <summary>Takes the next event.</summary>
    void Observe(CallEvent happened);
}

/// <summary>The call began.</summary>
public sealed record CallStarted(TimeSpan At) : CallEvent(At);

/// <summary>The call is over; no event follows.</summary>
public sealed record CallEnded(TimeSpan At, CallEnding Ending) : CallEvent(At);

/// <summary>Why a call ended.</summary>
public enum CallEnding
{
    /// <summary>The caller hung up or the client closed the socket.</summary>
    CallerHungUp,

    /// <summary>The agent said goodbye and ended the call.</summary>
    AgentEnded,

    /// <summary>The agent's longest call was reached.</summary>
    TimeLimit,

    /// <summary>The caller said nothing for the agent's idle limit.</summary>
    Idle,

    /// <summary>The process drains and the call did not end in time.</summary>
    Drained,

    /// <summary>A stage failed beyond repair.</summary>
    Failed,

    /// <summary>The process died; written at the next start.</summary>
    Crashed,

    /// <summary>The caller was handed to a person or another number.</summary>
    Transferred,
}

/// <summary>The caller began to speak (and, while the agent speaks, is heard to mean it: see <see cref="PlayoutPaused"/>).</summary>
/// <param name="At">When it was noticed.</param>
/// <param name="Utterance">Number of the utterance within the call.</param>
/// <param name="AudioStart">Position in the caller's audio, pre-roll included.</param>
public sealed record CallerSpeechStarted(TimeSpan At, int Utterance, TimeSpan AudioStart) : CallEvent(At);

/// <summary>The caller fell silent.</summary>
/// <param name="At">When it was noticed.</param>
/// <param name="Utterance">Number of the utterance within the call.</param>
/// <param name="AudioEnd">Position in the caller's audio of the last speech.</param>
public sealed record CallerSpeechStopped(TimeSpan At, int Utterance, TimeSpan AudioEnd) : CallEvent(At);

/// <summary>The transcriber's latest guess about an utterance: the whole of it so far.</summary>
public sealed record TranscriptHeard(TimeSpan At, int Utterance, string Text, bool IsFinal) : CallEvent(At);

/// <summary>The caller's turn is over and part of the history.</summary>
/// <param name="At">When it was decided.</param>
/// <param name="Turn">Number of the turn; caller and agent turns share one count.</param>
/// <param name="LastUtterance">The last utterance of the turn, or 0 for a typed turn.</param>
/// <param name="Text">All utterances of the turn; empty if nothing was understood.</param>
/// <param name="Typed">The turn was typed, not spoken.</param>
/// <param name="SpeechEnded">Last speech of the caller, since the call began.</param>
public sealed record CallerTurnEnded(TimeSpan At, int Turn, int LastUtterance, string Text, bool Typed, TimeSpan SpeechEnded) : CallEvent(At);

/// <summary>The agent begins a turn: text and perhaps audio follow.</summary>
/// <param name="At">When.</param>
/// <param name="Turn">Number of the turn.</param>
/// <param name="Spoken">False for an answer in text alone.</param>
public sealed record ReplyStarted(TimeSpan At, int Turn, bool Spoken) : CallEvent(At);

/// <summary>A further piece of the reply's text, before it is spoken.</summary>
public sealed record ReplyText(TimeSpan At, int Turn, string Delta) : CallEvent(At);

/// <summary>The agent's turn is over and what was heard of it is part of the history.</summary>
/// <param name="At">When.</param>
/// <param name="Turn">Number of the turn.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="GeneratedText">All that the model wrote.</param>
/// <param name="HeardText">What the caller heard of it.</param>
/// <param name="HeardAudio">How much audio was heard.</param>
/// <param name="Waterfall">Where the time went.</param>
/// <param name="Usage">Tokens and characters that were spent.</param>
public sealed record ReplyEnded(
    TimeSpan At,
    int Turn,
    ReplyOutcome Outcome,
    string GeneratedText,
    string HeardText,
    TimeSpan HeardAudio,
    Waterfall Waterfall,
    ReplyUsage Usage) : CallEvent(At)
{
    /// <summary>Which providers of the agent's chains served the exchange.</summary>
    public ServedBy ServedBy { get; init; } = ServedBy.Unknown;
}

/// <summary>Names of providers, as the tenant gave them; null where no chain says.</summary>
public sealed record ServedBy(string? Transcription, string? Model, string? Speech)
{
    /// <summary>No chain says.</summary>
    public static readonly ServedBy Unknown = new(null, null, null);
}

/// <summary>The far end reported exactly what was heard of an interrupted reply; replaces the earlier estimate.</summary>
public sealed record ReplyTruncated(TimeSpan At, int Turn, string HeardText, TimeSpan HeardAudio) : CallEvent(At);

/// <summary>How a reply ended.</summary>
public enum ReplyOutcome
{
    /// <summary>Spoken (or delivered as text) to the end.</summary>
    Completed,

    /// <summary>Cut by the caller's words.</summary>
    Interrupted,

    /// <summary>Cut by the client's request.</summary>
    Cancelled,

    /// <summary>A provider failed and nothing could take its place.</summary>
    Failed,
}

/// <summary>The caller may be interrupting: the agent holds its breath.</summary>
public sealed record PlayoutPaused(TimeSpan At, int Turn) : CallEvent(At);

/// <summary>It was a cough or a "mm-hm": the agent goes on.</summary>
public sealed record PlayoutResumed(TimeSpan At, int Turn) : CallEvent(At);

/// <summary>The caller meant it: the reply is cut.</summary>
/// <param name="At">When.</param>
/// <param name="Turn">The agent's turn that was cut.</param>
/// <param name="Cause">What confirmed it.</param>
/// <param name="SpeechStarted">When the caller's voice was first heard.</param>
public sealed record Interrupted(TimeSpan At, int Turn, InterruptionCause Cause, TimeSpan SpeechStarted) : CallEvent(At);

/// <summary>What confirmed an interruption.</summary>
public enum InterruptionCause
{
    /// <summary>Enough speech.</summary>
    Speech,

    /// <summary>A word that is more than a backchannel.</summary>
    Words,

    /// <summary>The client cancelled the reply.</summary>
    Client,
}

/// <summary>The answer took its time, and the agent said so.</summary>
public sealed record FillerSpoken(TimeSpan At, int Turn, string Text) : CallEvent(At);

/// <summary>The model asked for a tool.</summary>
public sealed record ToolStarted(TimeSpan At, int Turn, string CallId, string Tool, string Arguments) : CallEvent(At);

/// <summary>The tool answered, failed or timed out. Committed even if the speech around it was cut.</summary>
public sealed record ToolEnded(TimeSpan At, int Turn, string CallId, string Tool, bool Succeeded, string Result) : CallEvent(At);

/// <summary>A stage failed; the call goes on if it can.</summary>
public sealed record StageFailed(TimeSpan At, CallStage Stage, FaultOwner Owner, string Provider, string Message) : CallEvent(At);

/// <summary>A provider failed before anything of it was heard, and the next one in the agent's chain was asked.</summary>
public sealed record ProviderFailedOver(TimeSpan At, CallStage Stage, string From, string To, FaultOwner Owner, string Message) : CallEvent(At);
