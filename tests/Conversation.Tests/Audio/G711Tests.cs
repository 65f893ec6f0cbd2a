using VoiceAgent.Conversation.Audio;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Audio;

public sealed class G711Tests
{
    // Values of ITU-T G.711 tables 1a/1b and 2a/2b, scaled to 16 bits.
    [Theory]
    [InlineData(0xFF, 0)]
    [InlineData(0x7F, 0)]
    [InlineData(0x80, 32124)]
    [InlineData(0x00, -32124)]
    [InlineData(0xEF, 132)]
    public void Mu_law_codes_have_their_published_values(byte code, short value)
    {
        var samples = new short[1];
        G711.FromMuLaw([code], samples);

        Assert.Equal(value, samples[0]);
    }

    [Theory]
    [InlineData(0xD5, 8)]
    [InlineData(0x55, -8)]
    [InlineData(0xAA, 32256)]
    [InlineData(0x2A, -32256)]
    public void A_law_codes_have_their_published_values(byte code, short value)
    {
        var samples = new short[1];
        G711.FromALaw([code], samples);

        Assert.Equal(value, samples[0]);
    }

    [Fact]
    public void Every_code_survives_the_way_there_and_back()
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
        var (samples, again) = (new short[256], new byte[256]);

        G711.FromMuLaw(codes, samples);
        G711.ToMuLaw(samples, again);
        Assert.Equal(codes.Select(code => code == 0x7F ? (byte)0xFF : code), again);

        G711.FromALaw(codes, samples);
        G711.ToALaw(samples, again);
        Assert.Equal(codes, again);
    }

    [Fact]
    public void Speech_level_tones_keep_at_least_35_decibels()
    {
        var tone = ResamplerTests.Tone(440, 8_000, 0.5, 8_000);
        var (encoded, decoded) = (new byte[tone.Length], new short[tone.Length]);

        G711.ToMuLaw(tone, encoded);
        G711.FromMuLaw(encoded, decoded);

        var error = tone.Zip(decoded, (a, b) => Math.Pow(a - b, 2)).Average();
        Assert.True(10 * Math.Log10(tone.Average(s => (double)s * s) / error) > 35);
    }

    [Fact]
    public void Every_sample_has_a_nearest_code_on_its_own_side_of_zero()
    {
        short[] samples = [short.MinValue, -1000, -1, 0, 1, 1000, short.MaxValue];
        var (encoded, decoded) = (new byte[samples.Length], new short[samples.Length]);

        G711.ToMuLaw(samples, encoded);
        G711.FromMuLaw(encoded, decoded);

        Assert.Equal([-32124, -988, 0, 0, 0, 988, 32124], decoded.Select(s => (int)s));
    }
}
