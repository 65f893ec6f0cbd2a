using System.Text.Json.Nodes;

namespace VoiceAgent.Resources.Tests.StandIn;

/// <summary>Asks the CEL rules of a schema, from the bottom up. Each error is path, colon, message.</summary>
internal static class RuleCheck
{
    public static IEnumerable<string> Errors(JsonNode? value, JsonNode? old, JsonObject schema, string path) =>
        Below(value, old, schema, path).Concat(Own(value, old, schema, path));

    private static IEnumerable<string> Below(JsonNode? value, JsonNode? old, JsonObject schema, string path)
    {
        if (value is JsonObject target && schema["properties"] is JsonObject properties)
        {
            return properties.Where(property => target.ContainsKey(property.Key))
                .SelectMany(property =>
                    Errors(target[property.Key], (old as JsonObject)?[property.Key], property.Value!.AsObject(),
                    SchemaCheck.Join(path, property.Key)));
        }

        return value is JsonArray list && schema["items"] is JsonObject items
            ? list.SelectMany((item, i) => Errors(item, Counterpart(item, old, schema), items, $"{path}[{i}]"))
            : [];
    }

    private static JsonNode? Counterpart(JsonNode? item, JsonNode? old, JsonObject schema)
    {
        var keys = (schema["x-kubernetes-list-map-keys"] as JsonArray)?.Select(key => key!.GetValue<string>()).ToList() ?? [];
        return keys.Count == 0 ? null
            : (old as JsonArray)?.FirstOrDefault(other =>
            keys.TrueForAll(key => other![key]?.ToJsonString() == item![key]?.ToJsonString()));
    }

    private static IEnumerable<string> Own(JsonNode? value, JsonNode? old, JsonObject schema, string path)
    {
        foreach (var rule in (schema["x-kubernetes-validations"] as JsonArray ?? []).Select(rule => rule!.AsObject()))
        {
            var text = rule["rule"]!.GetValue<string>();
            var isTransition = text.Contains("oldSelf", StringComparison.Ordinal);
            if ((!isTransition || old is not null) && !CelEvaluation.Holds(text, value, old))
            {
                yield return $"{path}{rule["fieldPath"]}: {rule["message"]}";
            }
        }
    }
}
