using VoiceAgent.Conversation.Audio;

namespace VoiceAgent.Conversation.Speech;

/// <summary>
/// Leaves out the silence that synthesis puts in front of speech: 150 to 250 ms that every caller would wait for (kwindla/aiewf-eval).
/// </summary>
internal sealed class LeadingSilence(int sampleRate, TimeSpan kept)
{
    // −50 dBFS: below the softest onset of a consonant, above the noise floor of synthesis.
    private const int Threshold = 100;

    // A sentence that begins with so much silence means it.
    private readonly int _most = sampleRate * 6 / 10;
    private readonly int _kept = (int)(kept.TotalSeconds * sampleRate);
    private bool _found;

    /// <summary>Samples left out so far.</summary>
    public int Trimmed { get; private set; }

    /// <summary>The part of the next samples that should be heard.</summary>
    public ReadOnlySpan<short> Next(ReadOnlySpan<short> samples)
    {
        if (_found)
        {
            return samples;
        }

        var onset = Loudness.FirstAbove(samples, Threshold);
        _found = onset >= 0 || Trimmed + samples.Length > _most;
        var silent = onset >= 0 ? Math.Max(0, onset - _kept) : _found ? 0 : samples.Length;
        Trimmed += silent;
        return samples[silent..];
    }
}
