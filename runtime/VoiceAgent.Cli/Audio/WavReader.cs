using System.Buffers.Binary;

namespace VoiceAgent.Cli.Audio;

/// <summary>
/// Reads WAV files of any rate and number of channels: linear samples of 8, 16, 24 or 32 bit, floating point of 32 or 64 bit, plain or
/// "extensible" (Microsoft's RIFF WAVE, fmt tags 1, 3 and 0xFFFE). Channels are mixed to one.
/// </summary>
internal static class WavReader
{
    private const int Linear = 1;
    private const int FloatingPoint = 3;
    private const int Extensible = 0xFFFE;

    /// <exception cref="CommandFailedException">The file cannot be read, or is no such WAV file.</exception>
    public static Sound Read(string path)
    {
        try
        {
            return Read(File.ReadAllBytes(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.BadFile, $"{path} cannot be read: {exception.Message}");
        }
    }

    public static Sound Read(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
        {
            throw Bad(name, "it is no WAV file (it does not begin with RIFF … WAVE)");
        }

        WavFormat? format = null;
        for (var at = 12; at + 8 <= file.Length;)
        {
            var chunk = file.Slice(at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            var body = file[(at + 8)..];
            if (chunk.SequenceEqual("fmt "u8))
            {
                format = ReadFormat(body, name);
            }
            else if (chunk.SequenceEqual("data"u8))
            {
                // A program that writes to a pipe does not know the length in advance and leaves 0 or the greatest number.
                var known = length > 0 && length <= body.Length;
                return Decode(known ? body[..(int)length] : body, format ?? throw Bad(name, "its sound comes before its format"), name);
            }

            at += 8 + (int)Math.Min(length + (length & 1), int.MaxValue / 2);
        }

        throw Bad(name, "it holds no sound (no data chunk)");
    }

    private static WavFormat ReadFormat(ReadOnlySpan<byte> body, string name)
    {
        if (body.Length < 16)
        {
            throw Bad(name, "its format is cut short");
        }

        int tag = BinaryPrimitives.ReadUInt16LittleEndian(body);
        if (tag == Extensible && body.Length >= 26)
        {
            tag = BinaryPrimitives.ReadUInt16LittleEndian(body[24..]);
        }

        var format = new WavFormat(
            tag,
            BinaryPrimitives.ReadUInt16LittleEndian(body[2..]),
            (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(body[4..]), int.MaxValue),
            BinaryPrimitives.ReadUInt16LittleEndian(body[14..]));
        var known = format is { Tag: Linear, Bits: 8 or 16 or 24 or 32 } or { Tag: FloatingPoint, Bits: 32 or 64 };
        return known && format.Channels > 0 && format.Rate is >= 1_000 and <= 192_000
            ? format
            : throw Bad(name, $"its encoding (tag {format.Tag}, {format.Bits} bit, {format.Channels} channels, {format.Rate} Hz) is not supported; convert it with: sox IN.wav -b 16 OUT.wav");
    }

    private static Sound Decode(ReadOnlySpan<byte> bytes, WavFormat format, string name)
    {
        var width = format.Bits / 8;
        var frames = bytes.Length / (width * format.Channels);
        if (frames == 0)
        {
            throw Bad(name, "it holds no sound");
        }

        var samples = new short[frames];
        for (var frame = 0; frame < frames; frame++)
        {
            var sum = 0.0;
            for (var channel = 0; channel < format.Channels; channel++)
            {
                sum += Sample(bytes.Slice(((frame * format.Channels) + channel) * width, width), format);
            }

            samples[frame] = (short)Math.Clamp(Math.Round(sum / format.Channels * 32_768), short.MinValue, short.MaxValue);
        }

        return new Sound(samples, format.Rate);
    }

    // −1 to 1.
    private static double Sample(ReadOnlySpan<byte> bytes, WavFormat format) => (format.Tag, format.Bits) switch
    {
        (FloatingPoint, 32) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (FloatingPoint, _) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        (_, 8) => (bytes[0] - 128) / 128.0,
        (_, 16) => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32_768.0,
        (_, 24) => ((bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24)) / 2_147_483_648.0,
        _ => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2_147_483_648.0,
    };

    private static CommandFailedException Bad(string name, string why) => new(ExitCode.BadFile, $"{name} cannot be used: {why}.");

    private readonly record struct WavFormat(int Tag, int Channels, int Rate, int Bits);
}
