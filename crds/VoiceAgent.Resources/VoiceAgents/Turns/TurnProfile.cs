
namespace VoiceAgent.Resources.VoiceAgents.Turns;

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
