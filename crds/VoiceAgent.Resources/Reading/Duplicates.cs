using System.Text.Json;
using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Reading;

/// <summary>Finds items of a list that may not occur twice.</summary>
internal static class Duplicates
{
    public static void Check(JsonElement list, ListShape shape, string path, ProblemList problems)
    {
        if (shape.Kind == ListKind.Atomic)
        {
            return;
        }

        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var index = -1;
        foreach (var item in list.EnumerateArray())
        {
            index++;
            if (Identity(item, shape) is { } identity && !first.TryAdd(identity, index))
            {
                var culprit = shape.Kind == ListKind.Map ? $"{path}[{index}].{shape.Keys[^1]}" : $"{path}[{index}]";
                problems.Add(new ResourceProblem(culprit, $"{identity} is already taken by {path}[{first[identity]}]",
                    "each must be there once"));
            }
        }
    }

    private static string? Identity(JsonElement item, ListShape shape)
    {
        if (shape.Kind == ListKind.Set)
        {
            return JsonWords.Text(item);
        }

        var keys = shape.Keys.Select(key => JsonWords.TextAt(item, key)).ToList();
        return keys.Contains(null) ? null : string.Join("/", keys);
    }
}
