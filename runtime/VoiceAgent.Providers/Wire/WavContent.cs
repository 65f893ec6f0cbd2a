using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace VoiceAgent.Providers.Wire;

/// <summary>16-bit mono samples as a WAV file in a request: 44 bytes of header, then the samples.</summary>
internal static class WavContent
{
    private const int HeaderLength = 44;

    public static ByteArrayContent Of(ReadOnlySpan<short> samples, int sampleRate)
    {
        var bytes = new byte[HeaderLength + (samples.Length * 2)];
        WriteHeader(bytes, samples.Length * 2, sampleRate);
        MemoryMarshal.AsBytes(samples).CopyTo(bytes.AsSpan(HeaderLength));
        return new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
    }

    private static void WriteHeader(Span<byte> header, int length, int sampleRate)
    {
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], HeaderLength - 8 + length);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], sampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], length);
    }
}
