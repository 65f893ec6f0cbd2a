using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VoiceAgent.Testing.Vendors.Specs;

/// <summary>A schema with all that it refers to, in the words that the validator knows.</summary>
internal static partial class SchemaClosure
{
    public static JsonObject Of(JsonObject all, string root)
    {
        var found = new JsonObject();
        var waiting = new Queue<string>([root]);
        while (waiting.TryDequeue(out var name))
        {
            if (!found.ContainsKey(name))
            {
                var schema = all[name]!.DeepClone();
                found[name] = schema;
                Rewrite(schema, waiting);
            }
        }

        return found;
    }

    public static string Name(JsonNode reference) => reference.ToString().Split('/')[^1];

    private static void Rewrite(JsonNode? node, Queue<string> names)
    {
        switch (node)
        {
            case JsonObject fields:
                RewriteOne(fields, names);
                foreach (var (_, value) in fields.ToList())
                {
                    Rewrite(value, names);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Rewrite(item, names);
                }

                break;
        }
    }

    private static void RewriteOne(JsonObject fields, Queue<string> names)
    {
        fields.Remove("discriminator");
        fields.Remove("example");
        fields.Remove("examples");
        fields.Remove("default");
        if (fields["const"] is { } only)
        {
            fields.Remove("const");
            fields["enum"] = new JsonArray(only.DeepClone());
        }

        if (fields["x-fern-type"] is JsonValue fern)
        {
            RewriteFern(fields, fern.ToString());
        }

        if (fields["$ref"] is JsonValue reference)
        {
            var name = Name(reference);
            names.Enqueue(name);
            RewriteReference(fields, name);
        }
        else if (fields["nullable"]?.ToString() == "true" && fields["type"] is JsonValue type)
        {
            fields["type"] = new JsonArray(type.DeepClone(), "null");
        }
    }

    private static void RewriteReference(JsonObject fields, string name)
    {
        var pointer = new JsonObject { ["$ref"] = $"#/definitions/{name}" };
        var nullable = fields["nullable"]?.ToString() == "true";
        foreach (var (field, _) in fields.ToList())
        {
            fields.Remove(field);
        }

        if (nullable)
        {
            fields["anyOf"] = new JsonArray(pointer, new JsonObject { ["type"] = "null" });
        }
        else
        {
            fields["$ref"] = $"#/definitions/{name}";
        }
    }

    // ElevenLabs describes some types in its documentation tool's own words.
    private static void RewriteFern(JsonObject fields, string type)
    {
        fields.Remove("x-fern-type");
        if (LiteralPattern().Match(type) is { Success: true } literal)
        {
            fields["enum"] = new JsonArray(JsonNode.Parse(literal.Groups[1].Value));
        }
        else if (ListPattern().Match(type) is { Success: true } list)
        {
            fields["type"] = "array";
            fields["items"] = new JsonObject { ["type"] = list.Groups[1].Value };
        }
    }

    [GeneratedRegex(@"\Aliteral<(.*)>\z")]
    private static partial Regex LiteralPattern();

    [GeneratedRegex(@"\Alist<(.*)>\z")]
    private static partial Regex ListPattern();
}
