using System.Diagnostics;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Local;
using VoiceAgent.Providers.Local.Speech;
using Xunit;
using Xunit.Abstractions;

namespace VoiceAgent.Providers.Tests.Local;

public sealed class SpeechTests(ITestOutputHelper output) : IDisposable
{
    private const string Sentence =
        "Our opening hours on Saturday are nine in the morning to one in the afternoon, and we are closed on Sunday. Please call us before you come.";

    private readonly LocalSynthesizer _synthesizer = new("local", new LocalOptions());

    public void Dispose() => _synthesizer.Dispose();

    [Theory]
    [InlineData("slt")]
    [InlineData("rms")]
    [InlineData("awb")]
    [InlineData("kal")]
    public async Task First_sound_of_an_english_voice_arrives_long_before_the_sentence_is_finished(string voice)
    {
        await using var speech = await OpenAsync(voice);
        await CollectAsync(speech, "Warm.");
        var clock = Stopwatch.StartNew();
        TimeSpan? first = null;
        var samples = 0;
        var chunks = 0;

        await foreach (var chunk in speech.SpeakAsync(Sentence, default))
        {
            first ??= clock.Elapsed;
            samples += chunk.Samples.Length;
            chunks++;
        }

        output.WriteLine($"{voice}: first {first?.TotalMilliseconds:F1} ms, all {clock.Elapsed.TotalMilliseconds:F1} ms, {samples / 16000.0:F2} s in {chunks}");
        Assert.Equal(16_000, speech.SampleRate);
        Assert.InRange(samples / 16_000.0, 6, 12);
        Assert.True(chunks > 50);
    }

    [Fact]
    public async Task A_sentence_sounds_the_same_alone_and_among_many_others()
    {
        await using var speech = await OpenAsync("slt");
        var expected = await CollectAsync(speech, Sentence);

        var all = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            await using var other = await OpenAsync("slt");
            return await CollectAsync(other, Sentence);
        }));

        // The unvoiced sounds are random noise, so two runs differ a little; a confused voice differs in length or altogether.
        Assert.All(all, samples =>
        {
            Assert.Equal(expected.Length, samples.Length);
            Assert.InRange(Likeness(expected, samples), 0.95, 1.0);
        });
    }

    [Theory]
    [InlineData("de-DE", "Guten Tag, wir haben am Montag von neun bis siebzehn Uhr geöffnet.")]
    [InlineData("fr", "Bonjour, nous sommes ouverts le lundi.")]
    public async Task Other_languages_are_spoken_by_espeak(string language, string text)
    {
        var clock = Stopwatch.StartNew();
        await using var speech = await _synthesizer.OpenAsync(Options(null) with { Language = language }, default);
        output.WriteLine($"open {clock.Elapsed.TotalMilliseconds:F1}");
        clock.Restart();
        TimeSpan? first = null;
        var samples = 0;
        await foreach (var chunk in speech.SpeakAsync(text, default))
        {
            first ??= clock.Elapsed;
            samples += chunk.Samples.Length;
        }

        output.WriteLine($"first {first?.TotalMilliseconds:F1} all {clock.Elapsed.TotalMilliseconds:F1} {samples / (double)speech.SampleRate:F2}");
        Assert.Equal(22_050, speech.SampleRate);
        Assert.InRange(samples / (double)speech.SampleRate, 1.5, 7);
    }

    private static double Likeness(short[] one, short[] other)
    {
        double product = 0, ones = 1, others = 1;
        for (var at = 0; at < one.Length; at++)
        {
            product += (double)one[at] * other[at];
            ones += (double)one[at] * one[at];
            others += (double)other[at] * other[at];
        }

        return product / Math.Sqrt(ones * others);
    }

    private ValueTask<ISpeechStream> OpenAsync(string voice) => _synthesizer.OpenAsync(Options(voice), default);

    private static SpeechOptions Options(string? voice) => new(null, voice, "en-US", 100, new Dictionary<string, string>());

    private static async Task<short[]> CollectAsync(ISpeechStream speech, string text)
    {
        var all = new List<short>();
        await foreach (var chunk in speech.SpeakAsync(text, default))
        {
            all.AddRange(chunk.Samples.Span);
        }

        return [.. all];
    }
}
