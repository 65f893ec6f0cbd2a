using System.Runtime.InteropServices;
using VoiceAgent.Conversation.Audio;

namespace VoiceAgent.Runtime.Realtime.Sound;

/// <summary>The agent's 24 kHz frames on their way out, in the format of one response. Belongs to one task.</summary>
internal sealed class AgentAudio
{
    private readonly Resampler _toTelephone = new(AudioFormat.Realtime.SampleRate, 8_000);
    private AudioFormat _format = AudioFormat.Realtime;
    private short[] _samples = [];
    private byte[] _bytes = [];

    /// <summary>A response begins: a new stream in this format.</summary>
    public void Begin(AudioFormat format)
    {
        _format = format;
        _toTelephone.Reset();
    }

    /// <summary>The bytes of one frame; valid until the next.</summary>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<short> samples)
    {
        if (_format.Encoding == AudioEncoding.Pcm16)
        {
            return MemoryMarshal.AsBytes(samples);
        }

        Reserve(_toTelephone.MaxOutput(samples.Length));
        var count = _toTelephone.Resample(samples, _samples);
        var bytes = _bytes.AsSpan(0, count);
        if (_format.Encoding == AudioEncoding.MuLaw)
        {
            G711.ToMuLaw(_samples.AsSpan(0, count), bytes);
        }
        else
        {
            G711.ToALaw(_samples.AsSpan(0, count), bytes);
        }

        return bytes;
    }

    private void Reserve(int count)
    {
        if (_samples.Length < count)
        {
            _samples = new short[count];
            _bytes = new byte[count];
        }
    }
}
