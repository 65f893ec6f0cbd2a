using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime.Toolbox;

/// <summary>
/// OpenAI's published schema of the server events (openapi.json beside this repository, in <c>shared/specs/openai</c>). Where it is
/// absent the events are still read, but held against nothing; one test says so.
/// </summary>
internal static class OpenAISchema
{
    // Null in recorded traffic of the real server, though the schema gives these no null.
    private static readonly HashSet<string> RecordedNulls =
        ["status_details", "usage", "transcript", "noise_reduction", "transcription", "include", "metadata", "prompt", "tracing", "turn_detection"];

    private static readonly Lazy<IReadOnlyDictionary<string, JsonSchema>?> ByType = new(Load);

    /// <summary>Where the schema was looked for, when it was not found.</summary>
    public static string? Absence => ByType.Value is null ? "shared/specs/openai/openapi.json stands beside no folder above this one" : null;

    public static void Check(JsonElement received)
    {
        var type = received.GetProperty("type").GetString()!;
        Assert.True(received.GetProperty("event_id").GetString()!.Length > 0);
        if (type.StartsWith("voiceagent.", StringComparison.Ordinal) || ByType.Value is not { } schemas)
        {
            return;
        }

        Assert.True(schemas.TryGetValue(type, out var schema), $"OpenAI has no server event '{type}'.");
        var problems = schema.Validate(WithoutRecordedNulls(JsonNode.Parse(received.GetRawText())!)!.ToJsonString());
        Assert.True(problems.Count == 0, $"{received}\nbreaks the schema:\n{string.Join('\n', problems)}");
    }

    private static JsonNode? WithoutRecordedNulls(JsonNode node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList())
                {
                    if (value is null && RecordedNulls.Contains(name))
                    {
                        fields.Remove(name);
                    }
                    else if (value is not null)
                    {
                        WithoutRecordedNulls(value);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items.Where(item => item is not null))
                {
                    WithoutRecordedNulls(item!);
                }

                break;
        }

        return node;
    }

    private static Dictionary<string, JsonSchema>? Load()
    {
        if (Find() is not { } path)
        {
            return null;
        }

        var all = JsonNode.Parse(File.ReadAllText(path))!["components"]!["schemas"]!.AsObject();
        var document = new JsonObject { ["definitions"] = Reachable(all, "RealtimeServerEvent") };
        var schema = JsonSchema.FromJsonAsync(document.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal)).GetAwaiter().GetResult();
        return schema.Definitions.Values
            .Where(candidate => candidate.ActualProperties.TryGetValue("type", out var type)
                && candidate.ActualProperties.ContainsKey("event_id")
                && type.ActualSchema.Enumeration.Count == 1)
            .GroupBy(candidate => (string)candidate.ActualProperties["type"].ActualSchema.Enumeration.Single()!)
            .ToDictionary(group => group.Key, group => group.First());
    }

    private static JsonObject Reachable(JsonObject all, string root)
    {
        var found = new JsonObject();
        var waiting = new Queue<string>([root]);
        while (waiting.TryDequeue(out var name))
        {
            if (found.ContainsKey(name))
            {
                continue;
            }

            var schema = all[name]!.DeepClone();
            found[name] = schema;
            Collect(schema, waiting);
        }

        return found;
    }

    private static void Collect(JsonNode? node, Queue<string> names)
    {
        switch (node)
        {
            case JsonObject fields:
                fields.Remove("discriminator");
                if (fields["const"] is { } only)
                {
                    // The validator knows no "const".
                    fields.Remove("const");
                    fields["enum"] = new JsonArray(only.DeepClone());
                }

                if (fields["$ref"] is JsonValue reference)
                {
                    names.Enqueue(reference.GetValue<string>().Split('/')[^1]);
                }

                foreach (var (_, value) in fields)
                {
                    Collect(value, names);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Collect(item, names);
                }

                break;
        }
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "specs", "openai", "openapi.json");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
