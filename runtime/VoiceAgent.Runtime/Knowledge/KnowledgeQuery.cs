using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Runtime.Knowledge;

/// <summary>A question as an FTS5 expression: its telling words and their kin, any of which may match, and how they sound.</summary>
internal static class KnowledgeQuery
{
    private const int MostWords = 24;

    /// <summary>Null when the question tells nothing.</summary>
    public static string? For(string question)
    {
        var terms = new List<string>();
        foreach (var word in EnglishWords.Telling(question).Distinct(StringComparer.Ordinal).Take(MostWords))
        {
            terms.Add($"{{heading body}} : {Term(word)}");
            terms.AddRange(EnglishWords.KinOf(word).Select(kin => $"{{heading body}} : {Term(kin)}"));
            if (SoundKey.Of(word) is { } sound)
            {
                terms.Add($"sound : \"{sound}\"");
            }
        }

        return terms.Count == 0 ? null : string.Join(" OR ", terms.Distinct(StringComparer.Ordinal));
    }

    // Words hold letters and apostrophes only, so a quoted word needs no escaping.
    private static string Term(string word) => $"\"{word}\"";
}
