using System.Globalization;

namespace VoiceAgent.Providers.Spoken;

/// <summary>Numbers as English words.</summary>
internal static class SpokenNumber
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] SmallOrdinals =
    [
        "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    ];

    /// <summary>"two hundred fifty" for 250.</summary>
    public static string Cardinal(long value) => value switch
    {
        < 0 => "minus " + Cardinal(-value),
        < 20 => Small[value],
        < 100 => Join(Tens[value / 10], value % 10),
        < 1_000 => Join(Small[value / 100] + " hundred", value % 100),
        < 1_000_000 => Join(Cardinal(value / 1_000) + " thousand", value % 1_000),
        < 1_000_000_000 => Join(Cardinal(value / 1_000_000) + " million", value % 1_000_000),
        _ => Digits(value.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>"twenty third" for 23.</summary>
    public static string Ordinal(long value)
    {
        if (value is >= 0 and <= 12)
        {
            return SmallOrdinals[value];
        }

        var words = Cardinal(value);
        var last = words.LastIndexOf(' ') + 1;
        var at = Array.IndexOf(Small, words[last..]);
        return words[..last] + (at is >= 0 and <= 12 ? SmallOrdinals[at]
            : words.EndsWith('y') ? words[last..^1] + "ieth"
            : words[last..] + "th");
    }

    /// <summary>A year as people say it: "twenty twenty six", "two thousand five", "nineteen ninety".</summary>
    public static string Year(int value)
    {
        var (century, rest) = Math.DivRem(value, 100);
        return century == 20 && rest < 10 ? Cardinal(value)
            : rest == 0 ? Cardinal(century) + " hundred"
            : rest < 10 ? $"{Cardinal(century)} oh {Cardinal(rest)}"
            : $"{Cardinal(century)} {Cardinal(rest)}";
    }

    /// <summary>"five five five" for 555; anything but digits is skipped.</summary>
    public static string Digits(string digits) => string.Join(' ', digits.Where(char.IsAsciiDigit).Select(digit => Small[digit - '0']));

    private static string Join(string head, long rest) => rest == 0 ? head : $"{head} {Cardinal(rest)}";
}
