using System.Text.Json;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Runtime.Calls.Records;

namespace VoiceAgent.Runtime.Calls.Api;

/// <summary>A page of calls, latest first.</summary>
/// <param name="Items">The calls.</param>
/// <param name="NextCursor">What to ask for the next page with; null on the last.</param>
internal sealed record CallListResponse(IReadOnlyList<CallResponse> Items, string? NextCursor);

/// <summary>A call. Durations are in milliseconds, moments in UTC.</summary>
internal sealed record CallResponse
{
    public required Guid Id { get; init; }

    public required string Agent { get; init; }

    public required string AgentRevision { get; init; }

    public required string Language { get; init; }

    public required CallChannel Channel { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while the call runs.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    public required long? DurationMs { get; init; }

    /// <summary>Null while the call runs.</summary>
    public required CallEnding? Ending { get; init; }

    public required int CallerTurns { get; init; }

    public required int AgentTurns { get; init; }

    public required int Interruptions { get; init; }

    /// <summary>Null when the call was not recorded.</summary>
    public required RecordingResponse? Recording { get; init; }

    public static CallResponse From(CallRecord call, RecordingRecord? recording) => new()
    {
        Id = call.Id,
        Agent = call.Agent,
        AgentRevision = call.AgentRevision,
        Language = call.Language,
        Channel = call.Channel,
        StartedAt = call.StartedAt,
        EndedAt = call.EndedAt,
        DurationMs = call.EndedAt is { } ended ? Milliseconds.Of(ended - call.StartedAt) : null,
        Ending = call.Ending,
        CallerTurns = call.CallerTurns,
        AgentTurns = call.AgentTurns,
        Interruptions = call.Interruptions,
        Recording = recording is null ? null : RecordingResponse.From(recording),
    };
}

/// <summary>A recording: stereo WAV, caller left, agent right.</summary>
internal sealed record RecordingResponse(RecordingState State, long DurationMs, long Bytes, string Url)
{
    public static RecordingResponse From(RecordingRecord recording) => new(
        recording.State, Milliseconds.Of(recording.Duration), recording.Bytes, $"/api/v1/calls/{recording.CallId}/recording");
}

/// <summary>A call with everything that was kept of it.</summary>
internal sealed record CallDetailResponse(CallResponse Call, IReadOnlyList<TurnResponse> Turns, IReadOnlyList<CallEventResponse> Events);

/// <summary>One speaker's say. Times are since the call began.</summary>
internal sealed record TurnResponse
{
    public required int Number { get; init; }

    public required Speaker Speaker { get; init; }

    public required long StartedMs { get; init; }

    /// <summary>Null for a reply under way, or cut off by the end of the process.</summary>
    public required long? EndedMs { get; init; }

    public required bool TextOnly { get; init; }

    /// <summary>What the caller was understood to say, or all that the model wrote. Null when the agent keeps no transcripts.</summary>
    public required string? Text { get; init; }

    /// <summary>What the caller heard of the agent's text.</summary>
    public required string? HeardText { get; init; }

    public required long? HeardAudioMs { get; init; }

    public required ReplyOutcome? Outcome { get; init; }

    /// <summary>Null for the caller's turns.</summary>
    public required WaterfallResponse? Waterfall { get; init; }

    /// <summary>Null for the caller's turns.</summary>
    public required ReplyUsage? Usage { get; init; }

    /// <summary>Names of the providers that served the reply; null for the caller's turns.</summary>
    public required ServedBy? ServedBy { get; init; }

    public static TurnResponse From(TurnRecord turn) => new()
    {
        Number = turn.Number,
        Speaker = turn.Speaker,
        StartedMs = Milliseconds.Of(turn.StartedAt),
        EndedMs = Milliseconds.Of(turn.EndedAt),
        TextOnly = turn.TextOnly,
        Text = turn.Text,
        HeardText = turn.HeardText,
        HeardAudioMs = Milliseconds.Of(turn.HeardAudio),
        Outcome = turn.Outcome,
        Waterfall = turn.Speaker == Speaker.Agent ? WaterfallResponse.From(turn.Waterfall) : null,
        Usage = turn.Speaker == Speaker.Agent ? turn.Usage : null,
        ServedBy = turn.Speaker == Speaker.Agent ? turn.ServedBy : null,
    };
}

/// <summary>Where the time of a reply went; since the call began, null when a step did not happen.</summary>
internal sealed record WaterfallResponse
{
    public required long? SpeechEndedMs { get; init; }

    public required long? TurnDecidedMs { get; init; }

    public required long? FinalTranscriptMs { get; init; }

    public required long? KnowledgeFoundMs { get; init; }

    public required long? FirstTokenMs { get; init; }

    public required long? FirstSentenceMs { get; init; }

    public required long? FirstAudioMs { get; init; }

    public required long? FirstAudibleMs { get; init; }

    public required long? PlayedMs { get; init; }

    /// <summary>Caller's last speech to the first audible sample sent: endpointing inside, transport outside.</summary>
    public required long? EndToEndMs { get; init; }

    public static WaterfallResponse From(Waterfall times) => new()
    {
        SpeechEndedMs = Milliseconds.Of(times.SpeechEnded),
        TurnDecidedMs = Milliseconds.Of(times.TurnDecided),
        FinalTranscriptMs = Milliseconds.Of(times.FinalTranscript),
        KnowledgeFoundMs = Milliseconds.Of(times.KnowledgeFound),
        FirstTokenMs = Milliseconds.Of(times.FirstToken),
        FirstSentenceMs = Milliseconds.Of(times.FirstSentence),
        FirstAudioMs = Milliseconds.Of(times.FirstAudio),
        FirstAudibleMs = Milliseconds.Of(times.FirstAudible),
        PlayedMs = Milliseconds.Of(times.Played),
        EndToEndMs = Milliseconds.Of(times.EndToEnd),
    };
}

/// <summary>Something that happened.</summary>
/// <param name="Sequence">Rises by one; a gap means that the record lost something.</param>
/// <param name="AtMs">Since the call began.</param>
/// <param name="Kind">Such as <c>Interrupted</c>.</param>
/// <param name="Turn">The turn that it belongs to.</param>
/// <param name="Detail">What else there is to say; durations in milliseconds.</param>
internal sealed record CallEventResponse(int Sequence, long AtMs, string Kind, int? Turn, JsonElement? Detail)
{
    public static CallEventResponse From(CallEventRecord happened) => new(
        happened.Sequence,
        Milliseconds.Of(happened.At),
        happened.Kind,
        happened.Turn,
        happened.Detail is { } json ? JsonElement.Parse(json) : null);
}

/// <summary>Durations as the API shows them.</summary>
internal static class Milliseconds
{
    public static long Of(TimeSpan duration) => (long)Math.Round(duration.TotalMilliseconds);

    public static long? Of(TimeSpan? duration) => duration is { } known ? Of(known) : null;
}
