using System.Text.RegularExpressions;

namespace VoiceAgent.Resources.Reading;

/// <summary>Matches texts as the API server does: the whole text, in time linear in its length.</summary>
internal static class PatternMatcher
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Regex> Compiled = new();

    public static bool IsMatch(string pattern, string text) => Compiled.GetOrAdd(pattern, Compile).IsMatch(text);

    // "$" lets a line break pass in .NET and not in RE2; \z is the end in both.
    private static Regex Compile(string pattern) =>
        new(pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
