using System.Text.RegularExpressions;

namespace VoiceAgent.Conversation.Speech;

/// <summary>Takes out of a text what a voice cannot say: the marks of Markdown, link addresses, emoji.</summary>
internal static partial class SpokenForm
{
    public static string Of(string text)
    {
        var plain = Links().Replace(text, "$1");
        plain = Marks().Replace(plain, "");
        plain = Bullets().Replace(plain, "");
        plain = Pictures().Replace(plain, "");
        return Spaces().Replace(plain, " ").Trim();
    }

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"\*\*|__|`+|(?<!\S)[*_](?=\S)|(?<=\S)[*_](?!\S)")]
    private static partial Regex Marks();

    [GeneratedRegex(@"^\s*(?:[-*+•]\s+|#{1,6}\s+|>\s+)", RegexOptions.Multiline)]
    private static partial Regex Bullets();

    // Emoji and other pictographs, variation selectors and joiners among them.
    [GeneratedRegex(@"[\u2600-\u27BF\u2B00-\u2BFF\uFE0F\u200D]|[\uD83C-\uD83E][\uDC00-\uDFFF]")]
    private static partial Regex Pictures();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
