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

/// <summary>How patient an agent is.</summary>
public enum TurnProfile
{
    /// <summary>Ordinary conversation.</summary>
    Default,

    /// <summary>Short answers are expected.</summary>
    Quick,

    /// <summary>Numbers, names or addresses are being dictated.</summary>
    Dictation,
}

/// <summary>The silence that ends a turn.</summary>
/// <param name="MinimumMilliseconds">Enough after a finished sentence.</param>
/// <param name="MaximumMilliseconds">Enough after anything.</param>
public readonly record struct SilenceWindow(int MinimumMilliseconds, int MaximumMilliseconds)
{
    /// <summary>
    /// The window of a profile. Default and the maximum of Dictation are what streaming turn detectors of the field start from
    /// (0.3 s, 2.5 s, 4 s); Quick and the minimum of Dictation are our own, half and twice that.
    /// </summary>
    public static SilenceWindow Of(TurnProfile profile) => profile switch
    {
        TurnProfile.Quick => new(200, 1200),
        TurnProfile.Dictation => new(600, 4000),
        TurnProfile.Default or _ => new(300, 2500),
    };
}
