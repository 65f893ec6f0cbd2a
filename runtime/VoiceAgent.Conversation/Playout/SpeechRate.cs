using VoiceAgent.Conversation.Audio;

namespace VoiceAgent.Conversation.Playout;

/// <summary>Brings speech to the playout's sample rate. One for a call: replies follow each other, and its buffer serves them all.</summary>
internal sealed class SpeechRate(int from, int to)
{
    private readonly Resampler _resampler = new(from, to);
    private short[] _changed = [];

    /// <summary>The same sound at the playout's rate; valid until the next piece.</summary>
    public ReadOnlySpan<short> Change(ReadOnlySpan<short> samples)
    {
        if (from == to)
        {
            return samples;
        }

        var most = _resampler.MaxOutput(samples.Length);
        if (_changed.Length < most)
        {
            _changed = new short[most];
        }

        return _changed.AsSpan(0, _resampler.Resample(samples, _changed));
    }
}
