using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VoiceAgent.Providers.Spoken;

/// <summary>
/// Written English as it is said aloud: "$95" becomes "ninety five dollars", "17:30" "five thirty p m". Punctuation stays.
/// One form for everything that meets sound: the voice reads it, the recogniser expects it, the index finds it.
/// </summary>
public static partial class SpokenEnglish
{
    private static readonly Dictionary<string, string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dr."] = "doctor", ["mr."] = "mister", ["mrs."] = "missus", ["ms."] = "miz", ["prof."] = "professor", ["st."] = "street",
        ["ave."] = "avenue", ["rd."] = "road", ["blvd."] = "boulevard", ["apt."] = "apartment", ["approx."] = "approximately",
        ["e.g."] = "for example", ["i.e."] = "that is", ["etc."] = "and so on", ["vs."] = "versus", ["incl."] = "including",
        ["min."] = "minutes", ["hrs."] = "hours", ["tel."] = "telephone", ["mon."] = "monday", ["tue."] = "tuesday", ["wed."] = "wednesday",
        ["thu."] = "thursday", ["fri."] = "friday", ["sat."] = "saturday", ["sun."] = "sunday",
    };

    /// <summary>The text with numbers, times, prices, telephone numbers, dates and abbreviations written out.</summary>
    public static string Expand(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = Typography(text);
        text = Web().Replace(text, match => match.Value.Replace("@", " at ").Replace(".", " dot ").Replace("/", " slash "));
        text = Abbreviation().Replace(text, match => Abbreviations.TryGetValue(match.Value, out var words) ? words : match.Value);
        text = AllDay().Replace(text, "twenty four hours a day, seven days a week");
        text = Telephone().Replace(text, match => match.Value.Count(char.IsAsciiDigit) >= 7 ? Phone(match.Value) : match.Value);
        text = Range().Replace(text, "$1 to ");
        text = Money().Replace(text, Price);
        text = Time().Replace(text, ClockTime);
        text = HourOnly().Replace(text, match => $"{Cardinal(match.Groups["hour"].Value)} {HalfDay(match)}");
        text = OrdinalNumber().Replace(text, match => SpokenNumber.Ordinal(long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
        text = Percent().Replace(text, "$1 percent");
        return Number().Replace(text, PlainNumber);
    }

    /// <summary>The words of a text as they are heard: lower case, letters and apostrophes only.</summary>
    public static string[] Words(string text) =>
        Word().Matches(Expand(text).ToLowerInvariant()).Select(match => match.Value.Trim('\'')).Where(word => word.Length > 0).ToArray();

    private static string Typography(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\u2018' or '\u2019' => plain.Append('\''),
                '\u201c' or '\u201d' or '"' => plain.Append(' '),
                '\u2010' or '\u2011' => plain.Append('-'),
                '\u2012' or '\u2013' => plain.Append('\u2013'),
                '\u2014' => plain.Append(", "),
                '\u2026' => plain.Append("..."),
                '\u00a0' or '\u202f' => plain.Append(' '),
                '&' => plain.Append(" and "),
                '+' => plain.Append(" plus "),
                '*' or '_' or '#' or '`' or '|' or '~' or '^' or '<' or '>' or '\\' or '{' or '}' or '[' or ']' => plain.Append(' '),
                _ => plain.Append(letter),
            };
        }

        return plain.ToString();
    }

    private static string Phone(string digits) =>
        string.Join(", ", DigitGroup().Matches(digits).Select(match => SpokenNumber.Digits(match.Value)));

    private static string Price(Match match)
    {
        var (unit, small) = match.Groups["sign"].Value switch { "€" => ("euro", "cent"), "£" => ("pound", "penny"), _ => ("dollar", "cent") };
        var whole = long.Parse(match.Groups["whole"].Value.Replace(",", ""), CultureInfo.InvariantCulture);
        var cents = match.Groups["cents"] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
        var words = $"{SpokenNumber.Cardinal(whole)} {unit}{(whole == 1 ? "" : "s")}";
        return cents == 0 ? words : $"{words} and {SpokenNumber.Cardinal(cents)} {(small, cents) switch
        {
            (_, 1) => small,
            ("penny", _) => "pence",
            _ => small + "s",
        }}";
    }

    private static string ClockTime(Match match)
    {
        var hour = int.Parse(match.Groups["hour"].Value, CultureInfo.InvariantCulture);
        var minute = int.Parse(match.Groups["minute"].Value, CultureInfo.InvariantCulture);
        var half = match.Groups["half"].Success ? HalfDay(match) : hour switch { > 12 => "p m", 0 => "a m", _ => "" };
        var words = SpokenNumber.Cardinal(hour switch { 0 => 12, > 12 => hour - 12, _ => hour }) + minute switch
        {
            0 => half.Length == 0 ? " o'clock" : "",
            < 10 => " oh " + SpokenNumber.Cardinal(minute),
            _ => " " + SpokenNumber.Cardinal(minute),
        };
        return half.Length == 0 ? words : $"{words} {half}";
    }

    private static string HalfDay(Match match) => match.Groups["half"].Value[0] is 'a' or 'A' ? "a m" : "p m";

    private static string PlainNumber(Match match)
    {
        var text = match.Value.Replace(",", "");
        var point = text.IndexOf('.');
        return point >= 0 ? $"{Cardinal(text[..point])} point {SpokenNumber.Digits(text[(point + 1)..])}"
            : text.Length > 9 || (text.Length > 1 && text[0] == '0') ? SpokenNumber.Digits(text)
            : text.Length == 4 && match.Value.Length == 4 && text[..2] is "19" or "20" ? SpokenNumber.Year(int.Parse(text, CultureInfo.InvariantCulture))
            : Cardinal(text);
    }

    private static string Cardinal(string digits) => SpokenNumber.Cardinal(long.Parse(digits, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\b[A-Za-z0-9._-]+(?:@[A-Za-z0-9-]+)(?:\.[A-Za-z]{2,})+|\b(?:https?://|www\.)[A-Za-z0-9./-]+")]
    private static partial Regex Web();

    [GeneratedRegex(@"\b(?:[A-Za-z]\.){2,}|\b[A-Za-z]{2,6}\.")]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"\b24/7\b")]
    private static partial Regex AllDay();

    [GeneratedRegex(@"(?<![\d$€£,.])(?:\+\s*\d{1,3}[ .-]?)?(?:\(\d{2,4}\)\s?|\d{3,4}[ .-])(?:\d{3,4}[ .-]?)+\d{3,4}(?![\d%])|(?<!\d)\d{3}-\d{4}(?!\d)")]
    private static partial Regex Telephone();

    [GeneratedRegex(@"\d+")]
    private static partial Regex DigitGroup();

    [GeneratedRegex(@"(\b(?:\d[\d:.,]*(?:\s?[ap]\.?m\b\.?)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day))\s?(?:\u2013|-| - )\s?(?=[\d$€£]|(?:mon|tues|wednes|thurs|fri|satur|sun)day)", RegexOptions.IgnoreCase)]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<sign>[$€£])\s?(?<whole>\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(?<cents>\d{2}))?(?!\d)")]
    private static partial Regex Money();

    [GeneratedRegex(@"\b(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?:\s?(?<half>[ap])\.?\s?m\b\.?)?", RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(@"\b(?<hour>1[0-2]|[1-9])\s?(?<half>[ap])\.?m\b\.?", RegexOptions.IgnoreCase)]
    private static partial Regex HourOnly();

    [GeneratedRegex(@"\b(\d{1,6})(?:st|nd|rd|th)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OrdinalNumber();

    [GeneratedRegex(@"(\d)\s?%")]
    private static partial Regex Percent();

    [GeneratedRegex(@"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,18}(?:\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"[a-z']+")]
    private static partial Regex Word();
}
