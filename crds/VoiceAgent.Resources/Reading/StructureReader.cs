using System.Text.Json;
using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Reading;

/// <summary>
/// Checks a document against a shape and builds the typed object in the same pass. What is broken is reported and left at a
/// harmless value, so that one mistake does not hide the next.
/// </summary>
internal sealed class StructureReader(ProblemList problems)
{
    private readonly ValueReader _values = new(problems);

    /// <summary>Reads one field of <paramref name="target"/>; <paramref name="value"/> is null when it is not given.</summary>
    public void ReadField(object target, Field field, string path, JsonElement? value, params IReadOnlyList<string> ignored)
    {
        var fieldPath = Join(path, field.Name);
        if (value is not { } given || (given.ValueKind == JsonValueKind.Null && field.Default is not null && !IsBelowList(path)))
        {
            if (field.Required)
            {
                problems.Add(fieldPath, "is required", Guidance.ForMissing(field.Shape));
            }

            return;
        }

        if (given.ValueKind == JsonValueKind.Null)
        {
            problems.Add(fieldPath, "must not be empty", "give a value or remove the line");
            return;
        }

        if (ReadValue(given, field.Shape, fieldPath, ignored) is { } read)
        {
            field.Property.SetValue(target, read);
        }
    }

    /// <summary>Reports every field that is not known, with a guess at what was meant.</summary>
    public void RefuseUnknown(JsonElement value, string path, IReadOnlyList<string> known, IReadOnlyList<string> ignored)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var name = property.Name;
            if (!seen.Add(name))
            {
                problems.Add(new ResourceProblem(Join(path, name), "is given twice", "keep one"));
            }
            else if (!known.Contains(name) && !ignored.Contains(name))
            {
                problems.Add(new ResourceProblem(Join(path, name), "is not a known field",
                    Suggestion.For(name, known) ?? $"known here: {string.Join(", ", known)}"));
            }
        }
    }

    /// <summary>An object whose required fields hold harmless values.</summary>
    public object Blank(ObjectShape shape)
    {
        var blank = Activator.CreateInstance(shape.ClrType)!;
        foreach (var field in shape.Fields.Where(field => field.Required))
        {
            field.Property.SetValue(blank, BlankValue(field.Shape));
        }

        return blank;
    }

    /// <summary>Finds a property; of one that is given twice, the last.</summary>
    public static bool TryFind(JsonElement value, string name, out JsonElement found)
    {
        found = default;
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out found);
    }

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    // The API server replaces null by a default that it knows, and the schema names none below a list.
    private static bool IsBelowList(string path) => path.Contains('[', StringComparison.Ordinal);

    private object? BlankValue(Shape shape) => shape switch
    {
        TextShape => "",
        ListShape list => Array.CreateInstance(list.ItemType, 0),
        MapShape => System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty,
        ObjectShape nested => Blank(nested),
        _ => null,
    };

    private object? ReadValue(JsonElement value, Shape shape, string path, IReadOnlyList<string> ignored) => shape switch
    {
        ObjectShape nested => ReadObject(value, nested, path, ignored),
        ListShape list => ReadList(value, list, path),
        MapShape map => _values.Map(value, map, path),
        _ => _values.Scalar(value, shape, path),
    };

    private object? ReadObject(JsonElement value, ObjectShape shape, string path, IReadOnlyList<string> ignored)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, $"must have fields ({string.Join(", ", shape.Fields.Select(field => field.Name))}), {JsonWords.Is(value)}");
            return null;
        }

        var result = Blank(shape);
        RefuseUnknown(value, path, [.. shape.Fields.Select(field => field.Name)], ignored);
        foreach (var field in shape.Fields)
        {
            ReadField(result, field, path, TryFind(value, field.Name, out var found) ? found : null);
        }

        CheckRules(result, shape, path);
        return result;
    }

    private void CheckRules(object value, ObjectShape shape, string path)
    {
        if (shape.Rules.Count == 0 || problems.BlocksUnder(path))
        {
            return;
        }

        foreach (var rule in shape.Rules.Where(rule => !rule.Holds(shape, value)))
        {
            var culprit = rule.Culprit(shape);
            problems.Add(new ResourceProblem(culprit is null ? path : Join(path, culprit.Name), rule.Message(shape)));
            if (culprit is null)
            {
                // The object is not even of one kind: what else could be said of it depends on which it is meant to be.
                return;
            }
        }
    }

    private object? ReadList(JsonElement value, ListShape shape, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            problems.Add(path, $"must be a list, {JsonWords.Is(value)}");
            return null;
        }

        var items = new List<object>();
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            var itemPath = $"{path}[{index++}]";
            if ((ReadValue(element, shape.Item, itemPath, []) ?? BlankValue(shape.Item)) is { } item)
            {
                items.Add(item);
            }
        }

        CheckCount(index, shape, path);
        Duplicates.Check(value, shape, path, problems);
        var array = Array.CreateInstance(shape.ItemType, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            array.SetValue(items[i], i);
        }

        return array;
    }

    private void CheckCount(int count, ListShape shape, string path)
    {
        if (count < shape.MinimumItems)
        {
            problems.Add(path, $"must have at least {shape.MinimumItems} {(shape.MinimumItems == 1 ? "item" : "items")}, has {count}");
        }
        else if (count > shape.MaximumItems)
        {
            problems.Add(path, $"must have at most {shape.MaximumItems} items, has {count}");
        }
    }
}
