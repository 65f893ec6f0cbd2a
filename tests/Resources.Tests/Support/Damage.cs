using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace VoiceAgent.Resources.Tests.Support;

/// <summary>A resource with up to four random changes.</summary>
internal sealed record Damaged(JsonNode Document, string Changes)
{
    public override string ToString() => Changes;
}

/// <summary>Changes good resources at random: values of other types, ends of ranges, missing, doubled and swapped parts.</summary>
internal static class Damage
{
    private static readonly IReadOnlyList<string> Files = [.. Repository.SampleFiles, .. Repository.CompleteFiles];

    private static readonly string?[] Values =
    [
        null, "true", "false", "0", "-1", "1", "7", "300", "2147483647", "2147483648", "9223372036854775808", "0.5", "1e3", "\"\"",
            "\"a\"", "\"A\"", "\"Enabled\"",
        "\"local\"", "\"ü😀\"", "\"{{x}}\"", "\"24:00\"", "\"0.3\"", "\"en\"", "\"https://a.example/{x}\"", "\"\\u0000\"", "[]", "[1]",
            "[null]", "[\"a\",\"a\"]",
        "[{}]", "[{\"name\":\"a\"},{\"name\":\"a\"}]", "{}", "{\"name\":\"a\"}", "{\"type\":\"object\"}", "{\"a\":{\"b\":[{}]}}",
    ];

    public static Gen<Damaged> Resources { get; } =
        from file in Gen.Elements(Files.ToArray())
        from count in Gen.Choose(1, 4)
        from changes in Gen.Choose(0, int.MaxValue).ArrayOf(3).ArrayOf(count)
        select Apply(file, changes);

    private static Damaged Apply(string file, int[][] changes)
    {
        JsonNode document = Repository.Read(file);
        var told = new List<string> { Path.GetFileName(file) };
        foreach (var change in changes)
        {
            var places = Places(document).ToList();
            if (places.Count > 0)
            {
                var place = places[change[0] % places.Count];
                told.Add($"{place.GetPath()}: {Change(place, change[1], change[2])}");
            }
        }

        return new(document, string.Join("; ", told));
    }

    private static IEnumerable<JsonNode> Places(JsonNode root) => root switch
    {
        JsonObject nested =>
            nested.Select(pair => pair.Value).OfType<JsonNode>().SelectMany(Places)
            .Concat(nested.Select(pair => pair.Value).OfType<JsonNode>()),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Places).Concat(list.OfType<JsonNode>()),
        _ => [],
    };

    private static string Change(JsonNode place, int kind, int choice)
    {
        switch (kind % 5)
        {
            case 0 when place.Parent is JsonObject parent:
                parent.Remove(place.GetPropertyName());
                return "removed";
            case 1 when place.Parent is JsonArray list:
                list.Add(place.DeepClone());
                return "doubled";
            case 2 when place is JsonObject target:
                target[Values[choice % Values.Length] ?? "x"] = 1;
                return "another field";
            case 3 when place is JsonObject target && target.Parent is JsonObject parent:
                target.ToList().ForEach(pair => parent[pair.Key] = pair.Value?.DeepClone());
                return "moved up";
            default:
                var value = Values[choice % Values.Length];
                place.ReplaceWith(value is null ? null : JsonNode.Parse(value));
                return value ?? "null";
        }
    }
}
