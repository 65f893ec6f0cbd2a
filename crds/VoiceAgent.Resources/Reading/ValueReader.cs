using System.Globalization;
using System.Text.Json;
using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Reading;

/// <summary>Reads single values: text, numbers, choices, times, maps of texts.</summary>
internal sealed class ValueReader(ProblemList problems)
{
    private const int LargestFreeObject = 16_384;

    public object? Scalar(JsonElement value, Shape shape, string path) => shape switch
    {
        TextShape text => Text(value, text, path),
        NumberShape number => Number(value, number, path),
        ChoiceShape choice => Choice(value, choice, path),
        TimeShape => Time(value, path),
        FlagShape => Flag(value, path),
        FreeShape => Free(value, path),
        _ => throw new InvalidOperationException($"{shape.GetType().Name} is not a single value."),
    };

    public object? Map(JsonElement value, MapShape shape, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, $"must be names with texts, {JsonWords.Is(value)}");
            return null;
        }

        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var name = property.Name;
            var entry = Text(property.Value, shape.Value, $"{path}.{name}") ?? "";
            if (!entries.TryAdd(name, entry))
            {
                problems.Add($"{path}.{name}", "is given twice", "keep one");
            }
        }

        if (entries.Count > shape.MaximumEntries)
        {
            problems.Add(path, $"must have at most {shape.MaximumEntries} entries, has {entries.Count}");
        }

        return entries.AsReadOnly();
    }

    private string? Text(JsonElement value, TextShape shape, string path)
    {
        if (JsonWords.Text(value) is not { } text)
        {
            var isScalar = value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
            problems.Add(path, $"must be text, {JsonWords.Is(value)}", isScalar ? $"put it in quotes: \"{value.GetRawText()}\"" : null);
            return null;
        }

        // Characters are counted as the API server counts them: code points, not UTF-16 units.
        var length = text.EnumerateRunes().Count();
        if (length < shape.MinimumLength)
        {
            problems.Add(path, shape.MinimumLength == 1 ? "must not be empty"
                : $"must have at least {shape.MinimumLength} characters, has {length}");
        }
        else if (length > shape.MaximumLength)
        {
            problems.Add(path, $"must have at most {shape.MaximumLength} characters, has {length}");
        }
        else if (shape.Pattern is { } pattern && !PatternMatcher.IsMatch(pattern, text))
        {
            problems.Add(path, $"must be {Patterns.Describe(pattern)}");
        }

        return text;
    }

    private object? Number(JsonElement value, NumberShape shape, string path)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
        {
            var isQuoted = long.TryParse(JsonWords.Text(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
            var words = value.ValueKind == JsonValueKind.Number ? "is not one" : JsonWords.Is(value);
            problems.Add(path, $"must be a whole number, {words}", isQuoted ? "write it without quotes" : null);
            return null;
        }

        if (number < shape.Minimum || number > shape.Maximum)
        {
            problems.Add(path, $"must be from {shape.Minimum} to {shape.Maximum}, is {number}");
            return null;
        }

        return shape.Bits == 32 ? (object)(int)number : number;
    }

    private object? Choice(JsonElement value, ChoiceShape shape, string path)
    {
        var text = JsonWords.Text(value);
        if (text is not null && shape.Words.Contains(text))
        {
            return Enum.Parse(shape.EnumType, text);
        }

        var isCase = shape.Words.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));
        var fix = isCase is null ? Suggestion.For(text, shape.Words) : $"write {isCase}: capitals matter";
        problems.Add(path, $"must be one of {string.Join(", ", shape.Words)}", fix);
        return null;
    }

    private object? Time(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time))
        {
            return time;
        }

        problems.Add(path, "must be a time such as 2026-01-31T12:00:00Z");
        return null;
    }

    private object? Flag(JsonElement value, string path)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        problems.Add(path, $"must be true or false, {JsonWords.Is(value)}");
        return null;
    }

    private object? Free(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, $"must be a set of fields, {JsonWords.Is(value)}");
            return null;
        }

        if (value.GetRawText().Length > LargestFreeObject)
        {
            problems.Add(path, $"must have at most {LargestFreeObject} characters as JSON");
            return null;
        }

        return value.Clone();
    }
}
