using System.Text;
using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Providers.Local.Speech;

/// <summary>Cuts text into pieces that bound the engines' work and memory.</summary>
internal static class SpeechPieces
{
    /// <summary>About 20 s of speech: what a voice is busy with at most, and what a sentence holds in memory.</summary>
    public const int MaximumLength = 300;

    /// <summary>English, written out, in printable ASCII: flite knows no other letters.</summary>
    public static IEnumerable<string> English(string text) => Cut(Ascii(SpokenEnglish.Expand(text)));

    /// <summary>Text of any language, without control characters.</summary>
    public static IEnumerable<string> Plain(string text) =>
        Cut(string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)));

    private static IEnumerable<string> Cut(string text)
    {
        text = text.Trim();
        while (text.Length > MaximumLength)
        {
            var cut = text.LastIndexOfAny(['.', '!', '?', ';', ',', ':'], MaximumLength - 1) + 1;
            cut = cut > MaximumLength / 3 ? cut : text.LastIndexOf(' ', MaximumLength - 1) + 1;
            cut = cut > 0 ? cut : MaximumLength;
            yield return text[..cut];
            text = text[cut..].TrimStart();
        }

        if (text.Any(char.IsLetterOrDigit))
        {
            yield return text;
        }
    }

    private static string Ascii(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (letter is >= ' ' and <= '~')
            {
                plain.Append(letter);
            }
            else if (char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                plain.Append(letter == '\u2013' ? ", " : " ");
            }
        }

        return plain.ToString();
    }
}
