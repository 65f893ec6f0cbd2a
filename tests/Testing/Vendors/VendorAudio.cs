using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VoiceAgent.Testing.Vendors;

/// <summary>The sound of the stand-ins' voices, and what they can tell of audio that is sent to them.</summary>
public static class VendorAudio
{
    /// <summary>Samples a second of a character's voice: 60 ms each, about the pace of speech.</summary>
    public static readonly TimeSpan PerCharacter = TimeSpan.FromMilliseconds(60);

    /// <summary>A tone as long as the text takes to say.</summary>
    public static short[] Speak(string text, int sampleRate)
    {
        var samples = new short[(int)(text.Length * PerCharacter.TotalSeconds * sampleRate)];
        for (var at = 0; at < samples.Length; at++)
        {
            samples[at] = (short)(8_000 * Math.Sin(2 * Math.PI * 220 * at / sampleRate));
        }

        return samples;
    }

    public static byte[] Bytes(ReadOnlySpan<short> samples) => MemoryMarshal.AsBytes(samples).ToArray();

    /// <summary>The start of a WAV file, for a vendor that sends the wrong thing.</summary>
    public static byte[] Wav(byte[] samples) => [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVEfmt "u8, .. samples];

    /// <summary>The samples a second of a WAV file, and how many there are; null when it is not mono and 16-bit.</summary>
    public static (int Rate, int Samples)? ReadWav(ReadOnlySpan<byte> file)
    {
        if (file.Length < 44 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..16].SequenceEqual("WAVEfmt "u8)
            || BinaryPrimitives.ReadInt16LittleEndian(file[20..]) != 1
            || BinaryPrimitives.ReadInt16LittleEndian(file[22..]) != 1
            || BinaryPrimitives.ReadInt16LittleEndian(file[34..]) != 16
            || !file[36..40].SequenceEqual("data"u8))
        {
            return null;
        }

        var bytes = BinaryPrimitives.ReadInt32LittleEndian(file[40..]);
        return bytes != file.Length - 44 || bytes + 36 != BinaryPrimitives.ReadInt32LittleEndian(file[4..])
            ? null
            : (BinaryPrimitives.ReadInt32LittleEndian(file[24..]), bytes / 2);
    }
}
