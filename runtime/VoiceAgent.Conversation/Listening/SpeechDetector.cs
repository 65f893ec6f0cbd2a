using VoiceAgent.Conversation.Audio;

namespace VoiceAgent.Conversation.Listening;

/// <summary>What one window changed.</summary>
internal enum SpeechChange
{
    /// <summary>Silence goes on.</summary>
    None,

    /// <summary>Speech began, some windows ago.</summary>
    Started,

    /// <summary>Speech goes on.</summary>
    Continued,

    /// <summary>Speech ended, some windows ago.</summary>
    Stopped,
}

/// <summary>Turns window probabilities into utterances, with hysteresis. Pure: no clock, no audio.</summary>
internal sealed class SpeechDetector(ListeningOptions options)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds((double)SileroStream.WindowSamples / AudioFormat.HearingRate);

    private TimeSpan _silence;

    /// <summary>Whether an utterance is under way.</summary>
    public bool Speaking { get; private set; }

    /// <summary>How much of the utterance under way was voiced so far; pauses inside it do not count.</summary>
    public TimeSpan Voiced { get; private set; }

    /// <summary>Position in the caller's audio of the end of the last voiced window.</summary>
    public TimeSpan LastVoiced { get; private set; }

    /// <summary>Position at which the utterance under way was first voiced.</summary>
    public TimeSpan Onset { get; private set; }

    /// <summary>Takes the probability of the window that ends at <paramref name="position"/>.</summary>
    public SpeechChange Next(float probability, TimeSpan position)
    {
        return Speaking ? WhileSpeaking(probability, position) : WhileSilent(probability, position);
    }

    /// <summary>Forgets the utterance under way.</summary>
    public void Reset() => (Speaking, Voiced, _silence) = (false, TimeSpan.Zero, TimeSpan.Zero);

    private SpeechChange WhileSilent(float probability, TimeSpan position)
    {
        if (probability < (Voiced == TimeSpan.Zero ? options.OnsetProbability : options.ContinueProbability))
        {
            Voiced = TimeSpan.Zero;
            return SpeechChange.None;
        }

        if (Voiced == TimeSpan.Zero)
        {
            Onset = position - Window;
        }

        Voiced += Window;
        LastVoiced = position;
        if (Voiced < options.MinSpeech)
        {
            return SpeechChange.None;
        }

        Speaking = true;
        _silence = TimeSpan.Zero;
        return SpeechChange.Started;
    }

    private SpeechChange WhileSpeaking(float probability, TimeSpan position)
    {
        if (probability >= options.ContinueProbability)
        {
            Voiced += Window;
            LastVoiced = position;
            _silence = TimeSpan.Zero;
            return SpeechChange.Continued;
        }

        _silence += Window;
        if (_silence < options.MinSilence)
        {
            return SpeechChange.Continued;
        }

        (Speaking, Voiced) = (false, TimeSpan.Zero);
        return SpeechChange.Stopped;
    }
}
