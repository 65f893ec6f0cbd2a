using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Questions;

/// <summary>What the trials show.</summary>
internal static class Report
{
    public static double Print(IReadOnlyList<Trial> trials, IReadOnlyList<string> voices, IReadOnlyList<string> noises)
    {
        Console.WriteLine($"{"voice",-8}{"noise",-8}{"asked",6}{"right",7}{"share",8}{"word errors",13}{"final p50",11}{"p95",8}");
        foreach (var voice in voices)
        {
            foreach (var noise in noises)
            {
                Line(voice, noise, [.. trials.Where(trial => trial.Voice == voice && trial.Noise == noise)]);
            }
        }

        foreach (var noise in noises.Where(_ => voices.Count > 1))
        {
            Line("all", noise, [.. trials.Where(trial => trial.Noise == noise)]);
        }

        Line("all", "all", trials);
        return trials.Count(trial => trial.IsRight) / (double)trials.Count;
    }

    public static void Wrong(IEnumerable<Trial> trials)
    {
        foreach (var trial in trials.OrderBy(trial => trial.Question.Ask))
        {
            Console.WriteLine($"{(trial.IsRight ? "  " : "✗ ")}{trial.Voice,-4}{trial.Noise,-7}{trial.Confidence,6:F2} {trial.Question.Ask}\n      heard: {trial.Heard}\n      found: {trial.Found}\n      said:  {trial.Answer}");
        }
    }

    private static void Line(string voice, string noise, IReadOnlyList<Trial> trials)
    {
        if (trials.Count == 0)
        {
            return;
        }

        var right = trials.Count(trial => trial.IsRight);
        var words = trials.Sum(trial => SpokenEnglish.Words(trial.Question.Ask).Length);
        var errors = trials.Sum(trial => Distance(SpokenEnglish.Words(trial.Question.Ask), SpokenEnglish.Words(trial.Heard)));
        var finals = trials.Select(trial => trial.FinalAfter).Order().ToArray();
        Console.WriteLine(
            $"{voice,-8}{noise,-8}{trials.Count,6}{right,7}{right / (double)trials.Count,8:P0}{errors / (double)words,13:P1}{finals[finals.Length / 2],8:F0} ms{finals[(int)(finals.Length * 0.95)],5:F0} ms");
    }

    private static int Distance(string[] said, string[] heard)
    {
        var row = Enumerable.Range(0, heard.Length + 1).ToArray();
        for (var i = 1; i <= said.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= heard.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (said[i - 1] == heard[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
