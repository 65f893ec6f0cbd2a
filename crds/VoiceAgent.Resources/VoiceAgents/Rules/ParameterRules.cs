using System.Text.Json;
using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>The arguments of a tool are a JSON schema that language models accept: an object with properties.</summary>
internal static class ParameterRules
{
    private static readonly string[] Types = ["string", "number", "integer", "boolean", "array", "object", "null"];

    public static IEnumerable<ResourceProblem> Check(JsonElement schema, string path)
    {
        if (JsonWords.TextAt(schema, "type") is not "object")
        {
            yield return new($"{path}.type", "must be object: a tool is called with named arguments");
        }

        var properties = Names(schema).ToList();
        foreach (var problem in CheckProperties(schema, path).Concat(CheckRequired(schema, path, properties)))
        {
            yield return problem;
        }
    }

    /// <summary>The names of the arguments.</summary>
    public static IEnumerable<string> Names(JsonElement schema) =>
        StructureReader.TryFind(schema, "properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Select(property => property.Name)
            : [];

    private static IEnumerable<ResourceProblem> CheckProperties(JsonElement schema, string path)
    {
        if (!StructureReader.TryFind(schema, "properties", out var properties))
        {
            return [];
        }

        return properties.ValueKind != JsonValueKind.Object
            ? [new($"{path}.properties", $"must be a set of fields, {JsonWords.Is(properties)}")]
            : properties.EnumerateObject().SelectMany(property => CheckProperty(property.Value, $"{path}.properties.{property.Name}"));
    }

    private static IEnumerable<ResourceProblem> CheckProperty(JsonElement property, string path)
    {
        if (property.ValueKind != JsonValueKind.Object)
        {
            yield return new(path, $"must be a JSON schema, {JsonWords.Is(property)}");
        }
        else if (StructureReader.TryFind(property, "type", out var type) && JsonWords.Text(type) is { } word && !Types.Contains(word))
        {
            yield return new($"{path}.type", $"must be one of {string.Join(", ", Types)}", Suggestion.For(word, Types));
        }
    }

    private static IEnumerable<ResourceProblem> CheckRequired(JsonElement schema, string path, IReadOnlyList<string> properties)
    {
        if (!StructureReader.TryFind(schema, "required", out var required))
        {
            return [];
        }

        return required.ValueKind != JsonValueKind.Array
            ? [new($"{path}.required", $"must be a list, {JsonWords.Is(required)}")]
            : required.EnumerateArray().SelectMany((item, i) => JsonWords.Text(item) is { } name && properties.Contains(name)
                ? Enumerable.Empty<ResourceProblem>()
                : [new($"{path}.required[{i}]", "must name one of the properties", Suggestion.For(JsonWords.Text(item), properties))]);
    }
}
