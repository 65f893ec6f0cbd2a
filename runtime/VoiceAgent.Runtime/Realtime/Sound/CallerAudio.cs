using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;

namespace VoiceAgent.Runtime.Realtime.Sound;

/// <summary>
/// The caller's audio on its way in: base64, then samples, then 16 kHz, then the call. In pieces of 100 ms, whatever the size of the
/// message, with pooled memory. An append is heard whole or refused whole.
/// </summary>
internal sealed class CallerAudio(ICall call, AudioAllowance allowance)
{
    // 100 ms of linear audio, a multiple of three so that it stands for whole base64 quads.
    private const int PieceBytes = 4800;

    private AudioFormat _format = AudioFormat.Realtime;
    private Resampler _resampler = new(AudioFormat.Realtime.SampleRate, AudioFormat.HearingRate);

    /// <summary>Audio that was taken since the last commit or clear.</summary>
    public TimeSpan Buffered { get; private set; }

    /// <summary>How the client writes its samples from now on.</summary>
    public void Use(AudioFormat format)
    {
        if (format != _format)
        {
            _format = format;
            _resampler = new Resampler(format.SampleRate, AudioFormat.HearingRate);
        }
    }

    /// <summary>The buffer became a turn, or was thrown away.</summary>
    public void ForgetBuffered() => Buffered = TimeSpan.Zero;

    /// <summary>Hears one append.</summary>
    /// <returns>Null, or why nothing of it was heard.</returns>
    public ProtocolError? Take(in AppendMessage append)
    {
        if (!append.IsEscaped)
        {
            return Take(append.Audio);
        }

        var plain = ArrayPool<byte>.Shared.Rent(append.Audio.Length);
        try
        {
            return Take(plain.AsSpan(0, Unescape(append.Quoted, plain)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    private ProtocolError? Take(ReadOnlySpan<byte> base64)
    {
        if (!Base64.IsValid(base64, out var bytes))
        {
            return AppendMessage.BadAudio("expected base64");
        }

        var samples = Math.DivRem(bytes, _format.BytesPerSample, out var odd);
        if (odd != 0)
        {
            return AppendMessage.BadAudio($"16-bit samples take an even number of bytes, but {bytes} were sent");
        }

        var length = TimeSpan.FromSeconds((double)samples / _format.SampleRate);
        if (!allowance.TryTake(length))
        {
            return new ProtocolError(
                "input_audio_buffer_overflow",
                $"Audio may run at most {allowance.Most.TotalSeconds:0} s ahead of real time; this append was dropped. Send audio no faster than it was spoken.",
                "audio");
        }

        Buffered += length;
        Hear(base64);
        return null;
    }

    private void Hear(ReadOnlySpan<byte> base64)
    {
        var raw = ArrayPool<byte>.Shared.Rent(PieceBytes + 4);
        var samples = ArrayPool<short>.Shared.Rent(PieceBytes);
        var heard = ArrayPool<short>.Shared.Rent(_resampler.MaxOutput(PieceBytes));
        try
        {
            var kept = 0;
            while (!base64.IsEmpty)
            {
                Base64.DecodeFromUtf8(base64, raw.AsSpan(kept, PieceBytes), out var consumed, out var written);
                if (consumed == 0)
                {
                    break;
                }

                base64 = base64[consumed..];
                var length = kept + written;
                kept = Hear(raw.AsSpan(0, length), samples, heard);
                raw[0] = raw[length - kept];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
            ArrayPool<short>.Shared.Return(samples);
            ArrayPool<short>.Shared.Return(heard);
        }
    }

    // Returns 1 when a sample's first byte waits for its second, which white space within the base64 can bring about.
    private int Hear(ReadOnlySpan<byte> raw, Span<short> samples, Span<short> heard)
    {
        var count = raw.Length / _format.BytesPerSample;
        switch (_format.Encoding)
        {
            case AudioEncoding.MuLaw:
                G711.FromMuLaw(raw, samples[..count]);
                break;
            case AudioEncoding.ALaw:
                G711.FromALaw(raw, samples[..count]);
                break;
            default:
                MemoryMarshal.Cast<byte, short>(raw)[..count].CopyTo(samples);
                break;
        }

        var length = _resampler.Resample(samples[..count], heard);
        call.Hear(heard[..length]);
        return raw.Length - (count * _format.BytesPerSample);
    }

    private static int Unescape(ReadOnlySpan<byte> quoted, Span<byte> plain)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.CopyString(plain);
    }
}
