using System.Buffers.Binary;

namespace VoiceAgent.Runtime.Calls.Recording;

/// <summary>The 44 bytes before the samples of a PCM WAV file: RIFF, stereo, 16 bits, 16 kHz.</summary>
internal static class WaveHeader
{
    public const int Length = 44;

    /// <summary>Bytes of one stereo frame.</summary>
    public const int FrameBytes = 4;

    /// <summary>Of a file that is still being written: players then read to the end of the file.</summary>
    public const uint UnknownLength = uint.MaxValue;

    private const int Channels = 2;
    private const int BitsPerSample = 16;

    /// <param name="target">At least 44 bytes.</param>
    /// <param name="dataBytes">Bytes of samples, or <see cref="UnknownLength"/>.</param>
    public static void Write(Span<byte> target, uint dataBytes)
    {
        "RIFF"u8.CopyTo(target);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], dataBytes == UnknownLength ? UnknownLength : dataBytes + Length - 8);
        "WAVEfmt "u8.CopyTo(target[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(target[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(target[22..], Channels);
        BinaryPrimitives.WriteUInt32LittleEndian(target[24..], StereoTimeline.Rate);
        BinaryPrimitives.WriteUInt32LittleEndian(target[28..], StereoTimeline.Rate * FrameBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(target[32..], FrameBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(target[34..], BitsPerSample);
        "data"u8.CopyTo(target[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[40..], dataBytes);
    }
}
