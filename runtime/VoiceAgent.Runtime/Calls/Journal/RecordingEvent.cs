using VoiceAgent.Conversation.Calls;

namespace VoiceAgent.Runtime.Calls.Journal;

/// <summary>Something that happened to a call's recording. Joins the session's own events in the journal.</summary>
internal abstract record RecordingEvent(TimeSpan At) : CallEvent(At);

/// <summary>Both sides are recorded from here on.</summary>
/// <param name="At">When.</param>
/// <param name="File">Path within the recordings folder.</param>
internal sealed record RecordingStarted(TimeSpan At, string File) : RecordingEvent(At);

/// <summary>The disk is too slow: audio from here on is silence instead, until it keeps up again.</summary>
internal sealed record RecordingGap(TimeSpan At) : RecordingEvent(At);

/// <summary>Recording gave up; the call goes on.</summary>
internal sealed record RecordingStopped(TimeSpan At, RecordingStop Reason) : RecordingEvent(At);

/// <summary>The file is closed and can be played.</summary>
/// <param name="At">When.</param>
/// <param name="Duration">Length of the audio.</param>
/// <param name="Bytes">Size of the file.</param>
internal sealed record RecordingFinished(TimeSpan At, TimeSpan Duration, long Bytes) : RecordingEvent(At);

/// <summary>Why a recording ended before its call.</summary>
internal enum RecordingStop
{
    /// <summary>The disk is full, or so nearly full that the database needs the rest.</summary>
    DiskFull,

    /// <summary>The disk refused to write.</summary>
    DiskFailed,
}
