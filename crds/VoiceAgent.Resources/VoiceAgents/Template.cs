using System.Text.RegularExpressions;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>Texts in which <c>{{name}}</c> stands for a variable.</summary>
public static partial class Template
{
    /// <summary>Every variable that a text names, once, in order.</summary>
    public static IReadOnlyList<string> Variables(string? text) =>
        text is null ? [] : [.. Slot().Matches(text).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>The text with every variable replaced by its value, or by nothing when it has none.</summary>
    public static string Render(string text, Func<string, string?> variables) =>
        Slot().Replace(text, match => variables(match.Groups[1].Value) ?? "");

    [GeneratedRegex(@"\{\{\s*([a-zA-Z][a-zA-Z0-9_-]*)\s*\}\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slot();
}
