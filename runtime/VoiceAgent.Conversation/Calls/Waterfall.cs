namespace VoiceAgent.Conversation.Calls;

/// <summary>
/// Where the time of one exchange went. Every mark is time since the call began, null when the step did not happen.
/// End-to-end latency includes endpointing and excludes transport: last speech of the caller to first audible sample sent.
/// </summary>
public sealed record Waterfall
{
    /// <summary>The caller's last speech sample.</summary>
    public TimeSpan? SpeechEnded { get; init; }

    /// <summary>The turn was judged to be over.</summary>
    public TimeSpan? TurnDecided { get; init; }

    /// <summary>The final transcript of the turn arrived.</summary>
    public TimeSpan? FinalTranscript { get; init; }

    /// <summary>Knowledge was retrieved.</summary>
    public TimeSpan? KnowledgeFound { get; init; }

    /// <summary>The model's first token.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>The first sentence or clause was complete.</summary>
    public TimeSpan? FirstSentence { get; init; }

    /// <summary>The synthesiser's first sample.</summary>
    public TimeSpan? FirstAudio { get; init; }

    /// <summary>The first sample that is louder than silence was sent.</summary>
    public TimeSpan? FirstAudible { get; init; }

    /// <summary>The last sample was played, or the reply was cut.</summary>
    public TimeSpan? Played { get; init; }

    /// <summary>Caller's last speech to the first audible sample sent; null unless both happened.</summary>
    public TimeSpan? EndToEnd => FirstAudible - SpeechEnded;
}
