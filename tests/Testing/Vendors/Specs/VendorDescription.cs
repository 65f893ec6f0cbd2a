using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace VoiceAgent.Testing.Vendors.Specs;

/// <summary>
/// A vendor's published description (the folder <c>shared/specs</c> beside the repository). Where it is absent, a stand-in still makes the checks
/// that are written into it, but holds nothing against a schema; one test reports that.
/// </summary>
public sealed class VendorDescription
{
    public static readonly VendorDescription OpenAI = new("openai/openapi.json");
    public static readonly VendorDescription ElevenLabs = new("elevenlabs/api/openapi.json");
    public static readonly VendorDescription ElevenLabsSockets = new("elevenlabs/api/asyncapi.yml");
    public static readonly VendorDescription DeepgramSockets = new("deepgram/asyncapi.yml");

    private readonly string _path;
    private readonly Lazy<JsonObject?> _document;
    private readonly ConcurrentDictionary<string, Lazy<JsonSchema>> _schemas = new(StringComparer.Ordinal);

    private VendorDescription(string path)
    {
        _path = path;
        _document = new(Load);
    }

    public static IReadOnlyList<VendorDescription> All => [OpenAI, ElevenLabs, ElevenLabsSockets, DeepgramSockets];

    /// <summary>Why nothing can be checked; null when it can.</summary>
    public string? Absence => _document.Value is null ? $"shared/specs/{_path} stands beside no folder above this one" : null;

    private JsonObject Schemas => _document.Value!["components"]!["schemas"]!.AsObject();

    /// <summary>What is wrong with a value, by the schema of this name; nothing when the description is absent.</summary>
    /// <param name="name">Under <c>components/schemas</c>.</param>
    /// <param name="value">The message or body.</param>
    public IReadOnlyList<string> Problems(string name, JsonNode value)
    {
        if (_document.Value is null)
        {
            return [];
        }

        var schema = _schemas.GetOrAdd(name, key => new(() => Compile(key))).Value;
        var problems = schema.Validate(value.ToJsonString()).Select(problem => $"{problem.Path}: {problem.Kind}").ToList();
        problems.AddRange(Unknown(name, value).Select(field => $"#/{field}: no such field"));
        return problems;
    }

    /// <summary>What is wrong with the query of a socket.</summary>
    /// <param name="channel">The path template.</param>
    /// <param name="query">Names and values.</param>
    public IReadOnlyList<string> QueryProblems(string channel, IEnumerable<KeyValuePair<string, string>> query)
    {
        if (_document.Value is not { } document)
        {
            return [];
        }

        var known = document["channels"]![channel]!["bindings"]!["ws"]!["query"]!["properties"]!.AsObject();
        var problems = new List<string>();
        foreach (var (name, value) in query)
        {
            var schema = known[name] is { } property ? Resolve(property) : null;
            if (schema is null)
            {
                problems.Add($"{name}: no such parameter");
            }
            else if (schema["enum"] is JsonArray allowed && !allowed.Any(one => one!.ToString() == value))
            {
                problems.Add($"{name}: {value} is none of its values");
            }
            else if (schema["type"]?.ToString() == "boolean" && value is not "true" and not "false")
            {
                problems.Add($"{name}: {value} is neither true nor false");
            }
        }

        return problems;
    }

    // The vendors refuse fields that they do not know; their descriptions seldom say so.
    private IEnumerable<string> Unknown(string name, JsonNode value)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        return value is JsonObject fields && Collect(Schemas[name]!, known)
            ? fields.Select(field => field.Key).Where(field => !known.Contains(field))
            : [];
    }

    // False when the fields cannot be listed, because there is a choice between shapes.
    private bool Collect(JsonNode schema, HashSet<string> known)
    {
        schema = Resolve(schema);
        if (schema["oneOf"] is not null || schema["anyOf"] is not null)
        {
            return false;
        }

        foreach (var field in schema["properties"]?.AsObject() ?? [])
        {
            known.Add(field.Key);
        }

        return (schema["allOf"]?.AsArray() ?? []).All(part => Collect(part!, known)) && known.Count > 0;
    }

    private JsonNode Resolve(JsonNode schema)
    {
        while (schema["$ref"] is { } reference)
        {
            schema = Schemas[SchemaClosure.Name(reference)]!;
        }

        return schema;
    }

    private JsonSchema Compile(string name)
    {
        var document = new JsonObject { ["$ref"] = $"#/definitions/{name}", ["definitions"] = SchemaClosure.Of(Schemas, name) };
        return JsonSchema.FromJsonAsync(document.ToJsonString()).GetAwaiter().GetResult();
    }

    private JsonObject? Load()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "specs", _path);
            if (File.Exists(candidate))
            {
                var text = File.ReadAllText(candidate);
                return candidate.EndsWith(".yml", StringComparison.Ordinal) ? YamlJson.Read(text) : JsonNode.Parse(text)!.AsObject();
            }
        }

        return null;
    }
}
