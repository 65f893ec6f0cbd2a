namespace VoiceAgent.Resources.Reading;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
internal static class Suggestion
{
    // Longer words are left alone: the comparison takes time in the product of both lengths.
    private const int LongestGuess = 64;

    /// <summary>"did you mean …?" or null when nothing is near.</summary>
    public static string? For(string? word, IEnumerable<string> known) =>
        Nearest(word, known) is { } nearest ? $"did you mean {nearest}?" : null;

    public static string? Nearest(string? word, IEnumerable<string> known)
    {
        if (word is null or { Length: 0 or > LongestGuess })
        {
            return null;
        }

        var best = known
            .Select(candidate => (candidate, distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(pair => pair.distance)
            .FirstOrDefault((candidate: "", distance: int.MaxValue));
        return best.distance <= Math.Max(1, Math.Min(word.Length, best.candidate.Length) / 3) ? best.candidate : null;
    }

    // Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replace, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
