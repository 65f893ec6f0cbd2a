using System.Text.RegularExpressions;
using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Providers.Local.Vocabulary;

/// <summary>Text as sentences of spoken words.</summary>
internal static partial class SpokenSentences
{
    /// <summary>The words of each sentence; a sentence without words is left out.</summary>
    public static IEnumerable<string[]> In(string text) =>
        Boundary().Split(SpokenEnglish.Expand(text)).Select(SpokenEnglish.Words).Where(words => words.Length > 0);

    [GeneratedRegex(@"(?<=[.!?;:])\s+|\n")]
    private static partial Regex Boundary();
}
