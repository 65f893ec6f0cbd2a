using System.Text.Json.Nodes;

namespace VoiceAgent.Resources.Tests.Support;

/// <summary>JSON merge patch (RFC 7386), with one addition: <c>list[2]</c> as a name reaches one item of a list.</summary>
internal static class MergePatch
{
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var result = target as JsonObject ?? [];
        foreach (var (name, change) in changes)
        {
            if (name.EndsWith(']'))
            {
                ApplyToItem(result, name, change);
            }
            else if (change is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Apply(result[name]?.DeepClone(), change);
            }
        }

        return result;
    }

    private static void ApplyToItem(JsonObject target, string name, JsonNode? change)
    {
        var open = name.IndexOf('[');
        var list = target[name[..open]]!.AsArray();
        var index = int.Parse(name[(open + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
        var changed = Apply(index < list.Count ? list[index]?.DeepClone() : null, change);
        if (index < list.Count)
        {
            list[index] = changed;
        }
        else
        {
            list.Add(changed);
        }
    }
}
