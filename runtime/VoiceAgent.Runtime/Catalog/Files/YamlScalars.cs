using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace VoiceAgent.Runtime.Catalog.Files;

// Inside the namespace: a referenced package has a namespace of this name.
using Scalar = YamlDotNet.Core.Events.Scalar;

/// <summary>
/// What an unquoted word means. The words are those of kubectl's parser (YAML 1.1), so that a file means the same here and in the cluster:
/// <c>yes</c> and <c>off</c> are booleans, <c>010</c> is eight.
/// </summary>
internal static class YamlScalars
{
    private static readonly HashSet<string> True = ["true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON"];
    private static readonly HashSet<string> False = ["false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF"];
    private static readonly HashSet<string> Null = ["", "~", "null", "Null", "NULL"];

    public static JsonNode? ToJson(Scalar scalar) =>
        scalar.Style is not ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str" ? JsonValue.Create(scalar.Value) : FromPlain(scalar.Value);

    private static JsonNode? FromPlain(string word)
    {
        if (Null.Contains(word))
        {
            return null;
        }

        if (True.Contains(word) || False.Contains(word))
        {
            return JsonValue.Create(True.Contains(word));
        }

        return Number(word) ?? JsonValue.Create(word);
    }

    private static JsonValue? Number(string word)
    {
        var (sign, digits) = word[0] switch { '-' => (-1L, word[1..]), '+' => (1L, word[1..]), _ => (1L, word) };
        if (digits.Length == 0 || !(char.IsAsciiDigit(digits[0]) || digits[0] == '.'))
        {
            return null;
        }

        if (Whole(digits) is { } whole)
        {
            return JsonValue.Create(sign * whole);
        }

        const NumberStyles decimalPoint = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits, decimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(sign * number)
            : null;
    }

    private static long? Whole(string digits)
    {
        var plain = digits.Replace("_", "", StringComparison.Ordinal);
        return plain switch
        {
            ['0', 'x' or 'X', .. var hex] => long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null,
            ['0', 'o', .. var octal] => Radix(octal, 8),
            ['0', 'b', .. var binary] => Radix(binary, 2),
            ['0', _, ..] => Radix(plain[1..], 8),
            _ => long.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null,
        };
    }

    private static long? Radix(string digits, int radix)
    {
        if (digits.Length is 0 or > 20 || !digits.All(digit => digit - '0' is var value && value >= 0 && value < radix))
        {
            return null;
        }

        return digits.Aggregate(0L, (sum, digit) => unchecked((sum * radix) + (digit - '0')));
    }
}
