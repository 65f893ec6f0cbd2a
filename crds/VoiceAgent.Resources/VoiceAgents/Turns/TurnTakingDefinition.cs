using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.VoiceAgents.Turns;

/// <summary>When the caller has finished and when the agent falls silent.</summary>
[NotAbove(nameof(MinSilenceMilliseconds), nameof(MaxSilenceMilliseconds))]
[NotAbove(nameof(TentativePauseMilliseconds), nameof(ConfirmSpeechMilliseconds))]
public sealed record TurnTakingDefinition
{
    /// <summary>How patient the agent is: quick for yes and no, dictation for numbers and addresses.</summary>
    public TurnProfile Profile { get; init; } = TurnProfile.Default;

    /// <summary>Milliseconds of silence after which a finished sentence ends the turn; left out, the profile's.</summary>
    [Range(100, 5000)]
    public int? MinSilenceMilliseconds { get; init; }

    /// <summary>Milliseconds of silence that end any turn; left out, the profile's.</summary>
    [Range(300, 10_000)]
    public int? MaxSilenceMilliseconds { get; init; }

    /// <summary>Whether the silence to wait for follows the caller's own pauses, between minimum and maximum.</summary>
    public Toggle AdaptiveSilence { get; init; } = Toggle.Enabled;

    /// <summary>Whether callers may interrupt the agent.</summary>
    public Permission Interruption { get; init; } = Permission.Allow;

    /// <summary>Milliseconds of speech after which the agent pauses, not yet knowing whether it is interrupted.</summary>
    [Range(100, 3000)]
    public int TentativePauseMilliseconds { get; init; } = 250;

    /// <summary>Milliseconds of speech that make it an interruption.</summary>
    [Range(100, 5000)]
    public int ConfirmSpeechMilliseconds { get; init; } = 500;

    /// <summary>Milliseconds after which a paused agent speaks on when no interruption came of it.</summary>
    [Range(200, 5000)]
    public int ResumeAfterMilliseconds { get; init; } = 1200;

    /// <summary>Words of assent that never interrupt, besides those known for the language.</summary>
    [Length(0, 50), Each(1, 32), ListSet]
    public IReadOnlyList<string> Backchannels { get; init; } = [];

    /// <summary>The silence that ends a turn: the profile's, unless this definition says otherwise.</summary>
    public SilenceWindow Silence() => SilenceWindow.Of(Profile) is var standard
        ? new(MinSilenceMilliseconds ?? Math.Min(standard.MinimumMilliseconds, MaxSilenceMilliseconds ?? int.MaxValue),
            MaxSilenceMilliseconds ?? Math.Max(standard.MaximumMilliseconds, MinSilenceMilliseconds ?? 0))
        : standard;
}
