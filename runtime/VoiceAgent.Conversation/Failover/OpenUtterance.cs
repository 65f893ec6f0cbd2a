using System.Buffers;
using VoiceAgent.Conversation.Audio;

namespace VoiceAgent.Conversation.Failover;

/// <summary>An utterance that is not yet understood, kept so that another recogniser can hear it again.</summary>
internal sealed class OpenUtterance(int number) : IDisposable
{
    // Longer speech is heard again from its end: the latest words matter most, and memory stays bounded (0.6 MB).
    private const int MostSamples = 20 * AudioFormat.HearingRate;

    private short[] _samples = ArrayPool<short>.Shared.Rent(4 * AudioFormat.HearingRate);
    private int _count;

    public int Number => number;

    /// <summary>When its end was announced; null while it is spoken.</summary>
    public TimeSpan? EndedAt { get; set; }

    public ReadOnlySpan<short> Samples => _samples.AsSpan(0, _count);

    public void Write(ReadOnlySpan<short> samples)
    {
        if (_count + samples.Length > MostSamples)
        {
            var dropped = Math.Min(_count, _count + samples.Length - MostSamples);
            _samples.AsSpan(dropped, _count - dropped).CopyTo(_samples);
            _count -= dropped;
        }

        if (_count + samples.Length > _samples.Length)
        {
            var grown = ArrayPool<short>.Shared.Rent(Math.Min(MostSamples, 2 * (_count + samples.Length)));
            Samples.CopyTo(grown);
            ArrayPool<short>.Shared.Return(_samples);
            _samples = grown;
        }

        samples.CopyTo(_samples.AsSpan(_count));
        _count += samples.Length;
    }

    public void Dispose() => ArrayPool<short>.Shared.Return(_samples);
}
