using System.Buffers.Binary;
using VoiceAgent.Cli.Audio;
using Xunit;

namespace VoiceAgent.Cli.Tests;

public sealed class WavReaderTests
{
    // A quarter of full scale up, then down.
    private static readonly double[] Wave = [0.25, -0.25];

    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 16)]
    [InlineData(1, 24)]
    [InlineData(1, 32)]
    [InlineData(3, 32)]
    [InlineData(3, 64)]
    [InlineData(0xFFFE, 16)]
    [InlineData(0xFFFE, 24)]
    public void Every_usual_encoding_is_read(int tag, int bits)
    {
        var sound = WavReader.Read(Wav(tag, bits, channels: 1, rate: 44_100, Wave), "test.wav");

        Assert.Equal(44_100, sound.Rate);
        Assert.Equal([8192, -8192], sound.Samples);
    }

    [Fact]
    public void Channels_are_mixed_to_one()
    {
        var sound = WavReader.Read(Wav(1, 16, channels: 2, rate: 8_000, [0.5, 0.0, -0.5, 0.0]), "test.wav");

        Assert.Equal([8192, -8192], sound.Samples);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_length_that_the_writer_did_not_know_does_not_matter(int length)
    {
        var file = Wav(1, 16, channels: 1, rate: 16_000, Wave);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(file.Length - 8), length);

        Assert.Equal([8192, -8192], WavReader.Read(file, "test.wav").Samples);
    }

    [Fact]
    public void Chunks_that_tell_other_things_are_skipped_even_of_odd_length()
    {
        var file = Wav(1, 16, channels: 1, rate: 16_000, Wave);
        byte[] withNote = [.. file[..12], .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. file[12..]];

        Assert.Equal([8192, -8192], WavReader.Read(withNote, "test.wav").Samples);
    }

    [Fact]
    public void What_is_no_WAV_file_is_told_in_plain_words()
    {
        Says("it is no WAV file", "ID3 and so on"u8.ToArray());
        Says("it holds no sound", Wav(1, 16, 1, 16_000, []));
        Says("not supported; convert it", Wav(6, 8, 1, 8_000, Wave));
        Says("not supported; convert it", Wav(1, 16, 0, 8_000, []));
        Says("no data chunk", Wav(1, 16, 1, 16_000, Wave)[..36]);
        Says("cut short", [.. Wav(1, 16, 1, 16_000, Wave)[..24]]);

        static void Says(string words, byte[] file)
        {
            var failure = Assert.Throws<CommandFailedException>(() => WavReader.Read(file, "test.wav"));
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
            Assert.Equal(ExitCode.BadFile, failure.ExitCode);
        }
    }

    [Fact]
    public void What_is_written_can_be_read()
    {
        var path = Path.GetTempFileName();

        WavWriter.Write(path, [1, -2, 3], 24_000);
        var sound = WavReader.Read(path);
        File.Delete(path);

        Assert.Equal([1, -2, 3], sound.Samples);
        Assert.Equal(24_000, sound.Rate);
    }

    [Fact]
    public void Sound_is_resampled_to_what_the_door_takes()
    {
        var sound = new Sound(new short[8_000], 8_000).At(Sound.RealtimeRate);

        Assert.Equal(24_000, sound.Samples.Length, 3.0);
    }

    private static byte[] Wav(int tag, int bits, int channels, int rate, double[] samples)
    {
        var format = new byte[tag == 0xFFFE ? 40 : 16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, (ushort)tag);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rate);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), (ushort)bits);
        if (tag == 0xFFFE)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(24), 1);
        }

        byte[] bytes = [.. samples.SelectMany(sample => Encode(tag, bits, sample))];
        return [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. Chunk("fmt "u8, format), .. Chunk("data"u8, bytes)];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] body) => [.. name, .. BitConverter.GetBytes(body.Length), .. body];

    private static byte[] Encode(int tag, int bits, double sample) => (tag, bits) switch
    {
        (3, 32) => BitConverter.GetBytes((float)sample),
        (3, 64) => BitConverter.GetBytes(sample),
        (_, 8) => [(byte)((sample * 128) + 128)],
        (_, 16) => BitConverter.GetBytes((short)(sample * 32_768)),
        (_, 24) => BitConverter.GetBytes((int)(sample * 8_388_608))[..3],
        _ => BitConverter.GetBytes((int)(sample * 2_147_483_648)),
    };
}
