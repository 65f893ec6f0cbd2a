using VoiceAgent.Conversation.Audio;
using Xunit;

namespace VoiceAgent.Conversation.Tests.Audio;

public sealed class ResamplerTests
{
    public static TheoryData<int, int> Rates => new()
    {
        { 24_000, 16_000 }, { 8_000, 16_000 }, { 16_000, 24_000 }, { 16_000, 8_000 }, { 24_000, 8_000 },
        { 48_000, 16_000 }, { 22_050, 24_000 }, { 44_100, 16_000 }, { 8_000, 24_000 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_tone_in_the_pass_band_keeps_its_level_and_pitch(int from, int to)
    {
        var frequency = 0.4 * Math.Min(from, to) * 0.9;
        var input = Tone(frequency, from, seconds: 1, amplitude: 12_000);

        var output = Run(new Resampler(from, to), input, piece: input.Length);

        var expected = Tone(frequency, to, seconds: 1, amplitude: 12_000);
        Assert.InRange(output.Length, expected.Length - 1, expected.Length + 1);
        Assert.True(SignalToError(output, frequency, to) > 60, $"signal to error {SignalToError(output, frequency, to):F1} dB");
        Assert.InRange(Amplitude(output, frequency, to), 12_000 * 0.99, 12_000 * 1.01);
    }

    [Theory]
    [InlineData(24_000, 16_000)]
    [InlineData(16_000, 8_000)]
    [InlineData(48_000, 16_000)]
    public void A_tone_above_the_new_nyquist_frequency_is_not_folded_back(int from, int to)
    {
        var output = Run(new Resampler(from, to), Tone(0.62 * to, from, seconds: 1, amplitude: 12_000), piece: 480);

        Assert.True(Loudness.Rms(output.AsSpan(200)) < 12_000 / 1_500.0, $"alias level {Loudness.Rms(output.AsSpan(200)):F1}");
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void Pieces_of_any_length_give_the_same_samples_as_one_piece(int from, int to)
    {
        var input = Noise(from / 2);
        var whole = Run(new Resampler(from, to), input, input.Length);

        foreach (var piece in new[] { 1, 7, 160, 441, 1000 })
        {
            Assert.Equal(whole, Run(new Resampler(from, to), input, piece));
        }
    }

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        var resampler = new Resampler(24_000, 16_000);
        var (input, output) = (Noise(480), new short[resampler.MaxOutput(480)]);
        resampler.Resample(input, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            resampler.Resample(input, output);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Full_scale_input_is_clamped_and_never_wraps()
    {
        var square = Enumerable.Range(0, 4_000).Select(i => i / 20 % 2 == 0 ? short.MaxValue : short.MinValue).ToArray();

        var output = Run(new Resampler(16_000, 24_000), square, 160);

        for (var i = 1; i < output.Length; i++)
        {
            Assert.True(Math.Abs(output[i] - output[i - 1]) < 60_000, $"jump at {i}");
        }
    }

    internal static short[] Tone(double frequency, int rate, double seconds, double amplitude) =>
        [.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => (short)Math.Round(amplitude * Math.Sin(2 * Math.PI * frequency * i / rate)))];

    private static short[] Noise(int length)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(-8_000, 8_000))];
    }

    private static short[] Run(Resampler resampler, short[] input, int piece)
    {
        var output = new List<short>();
        var buffer = new short[resampler.MaxOutput(piece)];
        for (var at = 0; at < input.Length; at += piece)
        {
            var written = resampler.Resample(input.AsSpan(at, Math.Min(piece, input.Length - at)), buffer);
            output.AddRange(buffer[..written]);
        }

        return [.. output];
    }

    private static (double Sine, double Cosine) Project(ReadOnlySpan<short> samples, double frequency, int rate)
    {
        var (sine, cosine) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            sine += samples[i] * Math.Sin(2 * Math.PI * frequency * i / rate) * 2 / samples.Length;
            cosine += samples[i] * Math.Cos(2 * Math.PI * frequency * i / rate) * 2 / samples.Length;
        }

        return (sine, cosine);
    }

    // The edges of the stream meet silence and are left out; what remains is compared with the tone that fits it best.
    private static double Amplitude(short[] samples, double frequency, int rate)
    {
        var (sine, cosine) = Project(samples.AsSpan(rate / 20, rate / 20 * 18), frequency, rate);
        return Math.Sqrt((sine * sine) + (cosine * cosine));
    }

    private static double SignalToError(short[] samples, double frequency, int rate)
    {
        var middle = samples.AsSpan(rate / 20, rate / 20 * 18);
        var (sine, cosine) = Project(middle, frequency, rate);
        var error = 0.0;
        for (var i = 0; i < middle.Length; i++)
        {
            var angle = 2 * Math.PI * frequency * i / rate;
            var difference = middle[i] - (sine * Math.Sin(angle)) - (cosine * Math.Cos(angle));
            error += difference * difference / middle.Length;
        }

        return 10 * Math.Log10(((sine * sine) + (cosine * cosine)) / 2 / error);
    }
}
