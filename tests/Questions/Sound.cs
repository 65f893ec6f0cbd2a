using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Questions;

/// <summary>Callers' voices and what is heard behind them, at 16 kHz.</summary>
internal sealed class Sound(ISpeechSynthesizer synthesizer)
{
    private const int Rate = 16_000;
    private const double SignalToNoise = 20;

    /// <summary>Silence, or the noise alone, before and after the words: what voice activity detection lets through.</summary>
    private const int Margin = Rate / 5;

    private static readonly string[] Chatter =
    [
        "The train to the coast was late again, so we walked along the river and talked about the garden, the neighbors and the new roof of the old school.",
        "My grandfather kept bees behind the barn and sold the honey on the market square every autumn when the leaves were turning yellow and brown.",
        "They played the second half in heavy rain and nobody could see the ball any more, yet the crowd kept singing until the very end of the match.",
        "She bought three pounds of potatoes, a bunch of carrots and some fresh herbs, and then she forgot the basket on the bench at the bus stop.",
        "The committee will publish its report about the bridge next spring, after the engineers have measured every single cable and every bolt of it.",
        "He tuned the guitar for the third time, told the same joke as always, and then he finally began to play the song that everybody knew so well.",
    ];

    private readonly Dictionary<string, short[]> _chatter = [];

    public async Task PrepareAsync()
    {
        foreach (var (voice, at) in new[] { "kal", "rms", "awb", "slt", "kal", "rms" }.Select((voice, at) => (voice, at)))
        {
            _chatter[$"{voice}{at}"] = await SpeakAsync(Chatter[at], voice, at % 2 == 0 ? 95 : 110);
        }
    }

    /// <summary>A question as it reaches the ear.</summary>
    public async Task<short[]> AskAsync(string text, string voice, string noise, int seed)
    {
        var words = await SpeakAsync(text, voice, 100);
        var speech = new double[words.Length + 2 * Margin];
        for (var at = 0; at < words.Length; at++)
        {
            speech[at + Margin] = words[at];
        }

        var behind = noise switch
        {
            "babble" => Babble(speech.Length, voice, new Random(seed)),
            "street" => Street(speech.Length, new Random(seed)),
            _ => null,
        };
        var gain = behind is null ? 0 : Loudness(speech) / Loudness(behind) / Math.Pow(10, SignalToNoise / 20);
        return [.. speech.Select((sample, at) => (short)Math.Clamp(sample + gain * (behind?[at] ?? 0), short.MinValue, short.MaxValue))];
    }

    /// <summary>Four people who talk about something else, none with the caller's voice.</summary>
    private double[] Babble(int length, string voice, Random random)
    {
        var sum = new double[length];
        foreach (var talker in _chatter.Where(talker => !talker.Key.StartsWith(voice, StringComparison.Ordinal)).Select(talker => talker.Value))
        {
            var start = random.Next(talker.Length);
            var level = 0.6 + 0.4 * random.NextDouble();
            for (var at = 0; at < length; at++)
            {
                sum[at] += level * talker[(start + at) % talker.Length];
            }
        }

        return sum;
    }

    /// <summary>The low roar of traffic, an engine that passes, and now and then a clatter.</summary>
    private static double[] Street(int length, Random random)
    {
        var sum = new double[length];
        double low = 0, lower = 0, phase = 0, clatter = 0;
        var passes = random.NextDouble() * length;
        for (var at = 0; at < length; at++)
        {
            var white = 2 * random.NextDouble() - 1;
            low += 0.08 * (white - low);
            lower += 0.01 * (white - lower);
            var near = Math.Exp(-Math.Pow((at - passes) / (0.6 * Rate), 2));
            phase += 2 * Math.PI * (70 + 25 * near) / Rate;
            clatter = random.Next(Rate) == 0 ? 1 : clatter * 0.9992;
            sum[at] = low + 4 * lower + near * (0.25 * Math.Sin(phase) + 0.12 * Math.Sin(2 * phase) + 0.4 * low) + 0.25 * clatter * white;
        }

        return sum;
    }

    /// <summary>Root mean square of the parts that are not silence.</summary>
    private static double Loudness(double[] samples)
    {
        var peak = samples.Max(Math.Abs);
        var loud = samples.Chunk(Rate / 50).Select(frame => frame.Average(sample => sample * sample)).Where(power => power > peak * peak * 1e-4).ToArray();
        return Math.Sqrt(loud.Average());
    }

    private async Task<short[]> SpeakAsync(string text, string voice, int rate)
    {
        await using var speech = await synthesizer.OpenAsync(new SpeechOptions(null, voice, "en-US", rate, new Dictionary<string, string>()), default);
        var all = new List<short>();
        await foreach (var chunk in speech.SpeakAsync(text, default))
        {
            all.AddRange(chunk.Samples.Span);
        }

        return [.. all];
    }
}
