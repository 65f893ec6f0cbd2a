using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VoiceAgent.Runtime.Tests.Calls.Recording;

/// <summary>Reads a WAV file as a player would: by its header.</summary>
internal sealed record WaveFile(int Channels, int SampleRate, int BitsPerSample, short[] Samples)
{
    public static WaveFile Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Assert(bytes.AsSpan(0, 4).SequenceEqual("RIFF"u8) && bytes.AsSpan(8, 8).SequenceEqual("WAVEfmt "u8), "not a WAV file");
        Assert(BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)) == bytes.Length - 8, "RIFF length does not match the file");
        var dataLength = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(40));
        Assert(dataLength == bytes.Length - 44, "data length does not match the file");
        return new WaveFile(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(22)),
            (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(24)),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(34)),
            MemoryMarshal.Cast<byte, short>(bytes.AsSpan(44)).ToArray());
    }

    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / Channels / SampleRate);

    /// <summary>The sample of one side at a time.</summary>
    public short At(int side, double seconds) => Samples[((int)(seconds * SampleRate) * Channels) + side];

    private static void Assert(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidDataException(message);
        }
    }
}
