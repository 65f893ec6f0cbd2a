using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Providers.Local.Answers;

/// <summary>Questions that lean on the one before: "and on Sunday?", "how much is it?".</summary>
internal static class FollowUp
{
    private static readonly string[][] Openings = [["and"], ["what", "about"], ["how", "about"], ["or"], ["what", "if"], ["also"]];
    private static readonly HashSet<string> Leaning = new(StringComparer.Ordinal) { "it", "that", "this", "they", "them", "those", "these", "there", "one" };

    public static bool Is(IReadOnlyList<string> words)
    {
        var telling = words.Count(word => !EnglishWords.IsFunction(word));
        return telling <= 3 && Openings.Any(opening => words.Take(opening.Length).SequenceEqual(opening))
            || telling <= 1 && (words.Count <= 4 || words.Any(Leaning.Contains));
    }
}
