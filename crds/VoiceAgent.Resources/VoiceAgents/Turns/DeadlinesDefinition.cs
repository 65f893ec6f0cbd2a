using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.VoiceAgents.Turns;

/// <summary>How long each stage may take before something is done about it. Every wait has a spoken way out.</summary>
[NotAbove(nameof(FillerMilliseconds), nameof(FirstTokenMilliseconds))]
[Below(nameof(DeadAirFillerMilliseconds), nameof(DeadAirRecoveryMilliseconds))]
public sealed record DeadlinesDefinition
{
    /// <summary>Milliseconds without a first token after which a filler is spoken.</summary>
    [Range(300, 10_000)]
    public int FillerMilliseconds { get; init; } = 1500;

    /// <summary>Milliseconds without a first token after which the next language model takes over.</summary>
    [Range(500, 60_000)]
    public int FirstTokenMilliseconds { get; init; } = 4000;

    /// <summary>Milliseconds without first audio after which the next voice takes over.</summary>
    [Range(300, 30_000)]
    public int FirstAudioMilliseconds { get; init; } = 2500;

    /// <summary>Milliseconds after the end of speech without a transcript after which the next recogniser takes over.</summary>
    [Range(300, 30_000)]
    public int FinalTranscriptMilliseconds { get; init; } = 2000;

    /// <summary>Milliseconds in which nobody is heard, although the agent owes a reply, after which a filler is spoken.</summary>
    [Range(1000, 30_000)]
    public int DeadAirFillerMilliseconds { get; init; } = 3000;

    /// <summary>Milliseconds in which nobody is heard, although the agent owes a reply, after which the turn is given up with an
    /// apology.</summary>
    [Range(2000, 60_000)]
    public int DeadAirRecoveryMilliseconds { get; init; } = 6000;

    /// <summary>What is said to fill a wait; left out, a phrase of the language.</summary>
    [Length(0, 10), Each(1, 128), ListSet]
    public IReadOnlyList<string> Fillers { get; init; } = [];
}
