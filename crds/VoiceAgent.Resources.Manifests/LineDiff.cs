namespace VoiceAgent.Resources.Manifests;

/// <summary>The lines in which two texts differ: enough to see what drifted.</summary>
internal static class LineDiff
{
    private const int MostShown = 60;

    /// <summary>Lines that are only in <paramref name="before"/> (-) or only in <paramref name="after"/> (+), with their numbers.</summary>
    public static IReadOnlyList<string> Between(string before, string after)
    {
        if (before == after)
        {
            return [];
        }

        var (a, b) = (before.Split('\n'), after.Split('\n'));
        var start = 0;
        while (start < Math.Min(a.Length, b.Length) && a[start] == b[start])
        {
            start++;
        }

        var end = 0;
        while (end < Math.Min(a.Length, b.Length) - start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        var lines = Changes(a[start..^end], b[start..^end], start).ToList();
        return lines.Count <= MostShown ? lines : [.. lines.Take(MostShown), $"… and {lines.Count - MostShown} more lines"];
    }

    // Longest common subsequence over the part that differs; files have a few thousand lines at most.
    private static IEnumerable<string> Changes(string[] a, string[] b, int offset)
    {
        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
            {
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var (x, y) = (0, 0);
        while (x < a.Length || y < b.Length)
        {
            if (x < a.Length && y < b.Length && a[x] == b[y])
            {
                (x, y) = (x + 1, y + 1);
            }
            else if (x < a.Length && (y == b.Length || common[x + 1, y] >= common[x, y + 1]))
            {
                yield return $"{offset + ++x,5} - {a[x - 1]}";
            }
            else
            {
                yield return $"{offset + ++y,5} + {b[y - 1]}";
            }
        }
    }
}
