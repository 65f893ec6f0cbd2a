using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VoiceAgent.Cli.Audio;

/// <summary>Writes mono 16-bit WAV files.</summary>
internal static class WavWriter
{
    private const int HeaderBytes = 44;

    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<short> samples, int rate)
    {
        var file = new byte[HeaderBytes + (samples.Length * 2)];
        Header(file, samples.Length * 2, rate);
        MemoryMarshal.AsBytes(samples).CopyTo(file.AsSpan(HeaderBytes));
        try
        {
            File.WriteAllBytes(path, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.BadFile, $"{path} cannot be written: {exception.Message}");
        }
    }

    private static void Header(Span<byte> file, int bytes, int rate)
    {
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], HeaderBytes - 8 + bytes);
        "WAVEfmt "u8.CopyTo(file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 16);
        "data"u8.CopyTo(file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], bytes);
    }
}
