namespace VoiceAgent.Conversation.Listening;

/// <summary>What counts as speech. Defaults lie within the range in which LiveKit Agents 1.7 and Pipecat 1.8 agree.</summary>
public sealed record ListeningOptions
{
    /// <summary>Speech begins at this probability, 0 to 1.</summary>
    public float OnsetProbability { get; init; } = 0.5f;

    /// <summary>Speech goes on down to this probability, 0 to 1.</summary>
    public float ContinueProbability { get; init; } = 0.35f;

    /// <summary>Shorter sounds are not speech.</summary>
    public TimeSpan MinSpeech { get; init; } = TimeSpan.FromMilliseconds(64);

    /// <summary>An utterance ends after so much silence.</summary>
    public TimeSpan MinSilence { get; init; } = TimeSpan.FromMilliseconds(224);

    /// <summary>Audio before the onset that belongs to the utterance: soft consonants come before the detector is sure.</summary>
    public TimeSpan PreRoll { get; init; } = TimeSpan.FromMilliseconds(320);

    /// <summary>Windows quieter than this (root mean square, −54 dBFS) are silence without asking the model. Most of a call is.</summary>
    public float GateRms { get; init; } = 64;
}
