using System.Text.Json.Nodes;

namespace VoiceAgent.Resources.Tests.StandIn;

/// <summary>A place in a schema.</summary>
/// <param name="Path">Names joined by dots, <c>[]</c> for the items of a list, <c>{}</c> for the values of a map.</param>
/// <param name="Schema">What is there.</param>
/// <param name="Cardinality">How often a value can be there at most.</param>
internal sealed record SchemaPlace(string Path, JsonObject Schema, long Cardinality)
{
    public string Type => Schema["type"]!.GetValue<string>();

    public bool IsItem => Path.EndsWith(']') || Path.EndsWith('}');

    public IEnumerable<JsonObject> Rules => (Schema["x-kubernetes-validations"] as JsonArray ?? []).Select(rule => rule!.AsObject());
}

/// <summary>Walks through a schema.</summary>
internal static class SchemaWalk
{
    public static IEnumerable<SchemaPlace> Of(string kind) => Below(new("", ApiServer.Schema(kind), 1));

    private static IEnumerable<SchemaPlace> Below(SchemaPlace place)
    {
        var properties = (place.Schema["properties"] as JsonObject ?? [])
            .Select(property => new SchemaPlace(SchemaCheck.Join(place.Path, property.Key), property.Value!.AsObject(), place.Cardinality));
        var items = place.Schema["items"] is JsonObject item
            ? new[] { new SchemaPlace($"{place.Path}[]", item, place.Cardinality * place.Schema["maxItems"]!.GetValue<long>()) } : [];
        var values = place.Schema["additionalProperties"] is JsonObject value
            ? new[] { new SchemaPlace($"{place.Path}{{}}", value, place.Cardinality * place.Schema["maxProperties"]!.GetValue<long>()) }
            : [];
        return properties.Concat(items).Concat(values).SelectMany(Below).Prepend(place);
    }
}

/// <summary>Looks at rules without evaluating them.</summary>
internal static class CelCost
{
    // Longer than any text that a rule compares without a bound of its own: the name of a resource, as large as a request may be.
    private const long Unbounded = 3_145_728;

    /// <summary>Roughly what the API server estimates: one unit for each step, a tenth for each byte that is compared (4 to a
    /// character).</summary>
    public static long Of(Cel node, JsonObject schema) => node.Operator switch
    {
        "==" or "!=" or "<" or "<=" or "contains" =>
            1 + (node.Operands.Min(operand => Bytes(operand, schema)) / 10) + node.Operands.Sum(operand => Of(operand, schema)),
        _ => 1 + node.Operands.Sum(operand => Of(operand, schema)),
    };

    /// <summary>Paths from self that the schema does not have.</summary>
    public static IEnumerable<string> UnknownFields(Cel node, JsonObject schema, bool isRoot)
    {
        var below = node.Operands.SelectMany(operand => UnknownFields(operand, schema, isRoot));
        var isKnown = node.Operator != "." || (isRoot && PathOf(node) is "metadata" or "metadata.name")
            || SchemaAt(node, schema) is not null;
        return isKnown ? below : below.Append(PathOf(node));
    }

    private static long Bytes(Cel node, JsonObject schema) => node.Operator switch
    {
        "literal" => node.Literal is string text ? text.Length : 8,
        "?:" => node.Operands.Skip(1).Max(operand => Bytes(operand, schema)),
        "." or "self" or "oldSelf" when SchemaAt(node, schema) is { } at =>
            at["maxLength"]?.GetValue<long>() * 4 ?? (at["enum"] as JsonArray)?.Max(word => (long)word!.GetValue<string>().Length) ?? 8,
        "." => Unbounded,
        _ => 8,
    };

    private static JsonObject? SchemaAt(Cel node, JsonObject schema) => node.Operator switch
    {
        "self" or "oldSelf" => schema,
        "." => SchemaAt(node.Operands[0], schema)?["properties"]?[(string)node.Literal!] as JsonObject,
        _ => null,
    };

    private static string PathOf(Cel node) => node.Operator == "." ? SchemaCheck.Join(PathOf(node.Operands[0]), (string)node.Literal!) : "";
}
