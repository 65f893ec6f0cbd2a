using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Calls.Recording;

namespace VoiceAgent.Runtime.Calls;

/// <summary>What every call place works with, and what of its call may be kept.</summary>
/// <param name="Engine">Opens the session.</param>
/// <param name="Journal">Keeps the record.</param>
/// <param name="Recordings">Keeps the sound.</param>
/// <param name="Live">Counts the places.</param>
/// <param name="Metrics">Counts what happens in this call.</param>
/// <param name="Time">The clock.</param>
/// <param name="KeepsText">Whether words may be stored.</param>
/// <param name="KeepsAudio">Whether sound may be stored.</param>
internal sealed record CallWorks(
    ICallFactory Engine,
    JournalWriter Journal,
    RecordingWriter Recordings,
    LiveCalls Live,
    ICallObserver Metrics,
    TimeProvider Time,
    bool KeepsText,
    bool KeepsAudio);
