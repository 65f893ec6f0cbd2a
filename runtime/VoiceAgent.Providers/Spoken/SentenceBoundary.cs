using System.Text.RegularExpressions;

namespace VoiceAgent.Providers.Spoken;

/// <summary>Where sentences end in written English.</summary>
public static partial class SentenceBoundary
{
    /// <summary>The sentences of a text, each with a mark at its end.</summary>
    public static IEnumerable<string> Split(string text) =>
        Boundary().Split(text).Select(sentence => sentence.Trim()).Where(sentence => sentence.Any(char.IsLetterOrDigit))
            .Select(sentence => sentence[^1] is '.' or '!' or '?' or ':' or '…' ? sentence : sentence + ".");

    // A full stop ends no sentence after a title or a single letter, nor before a small letter.
    [GeneratedRegex(@"(?<=[.!?…][""')\]]?)(?<!\b(?:Dr|Mr|Mrs|Ms|St|Prof|No|approx|incl|e\.g|i\.e|[A-Z])\.)\s+(?=[""'(\[]?[A-Z0-9])")]
    private static partial Regex Boundary();
}
