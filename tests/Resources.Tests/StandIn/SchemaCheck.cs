using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VoiceAgent.Resources.Tests.StandIn;

/// <summary>Checks a value against a structural schema. Each error begins with its path.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<string> Errors(JsonNode? value, JsonObject schema, string path)
    {
        var type = schema["type"]!.GetValue<string>();
        if (!IsOf(value, type))
        {
            return [$"{path}: must be of type {type}"];
        }

        return type switch
        {
            "object" => ObjectErrors(value!.AsObject(), schema, path),
            "array" => ArrayErrors(value!.AsArray(), schema, path),
            "string" => StringErrors(value!.GetValue<string>(), schema, path),
            "integer" => IntegerErrors(value!, schema, path),
            _ => [],
        };
    }

    private static bool IsOf(JsonNode? value, string type) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number =>
            type == "number"
            || (type == "integer"
            && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        _ => false,
    };

    private static IEnumerable<string> ObjectErrors(JsonObject value, JsonObject schema, string path)
    {
        var properties = schema["properties"] as JsonObject;
        var isFree = schema["x-kubernetes-preserve-unknown-fields"] is not null || path == "metadata";
        if (schema["maxProperties"] is { } most && value.Count > most.GetValue<long>())
        {
            yield return $"{path}: must have at most {most} items";
        }

        foreach (var required in (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>())
            .Where(name => !value.ContainsKey(name)))
        {
            yield return $"{Join(path, required)}: Required value";
        }

        foreach (var (name, item) in value)
        {
            var below = properties?[name] as JsonObject ?? schema["additionalProperties"] as JsonObject;
            var errors = below is not null ? Errors(item, below, Join(path, name)) : isFree ? [] : [$"{Join(path, name)}: unknown field"];
            foreach (var error in errors)
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<string> ArrayErrors(JsonArray value, JsonObject schema, string path)
    {
        var errors = value.SelectMany((item, i) => Errors(item, schema["items"]!.AsObject(), $"{path}[{i}]")).ToList();
        if (schema["minItems"] is { } least && value.Count < least.GetValue<long>())
        {
            errors.Add($"{path}: should have at least {least} items");
        }

        if (schema["maxItems"] is { } most && value.Count > most.GetValue<long>())
        {
            errors.Add($"{path}: must have at most {most} items");
        }

        var keys = (schema["x-kubernetes-list-map-keys"] as JsonArray)?.Select(key => key!.GetValue<string>()).ToList();
        var identities = schema["x-kubernetes-list-type"]!.GetValue<string>() switch
        {
            "map" => value.Select(item => string.Join("/", keys!.Select(key => (item as JsonObject)?[key]?.ToJsonString()))).ToList(),
            "set" => value.Select(item => item?.ToJsonString() ?? "").ToList(),
            _ => [],
        };
        errors.AddRange(identities.Select((identity, i) => (identity, i)).Where(pair => identities.IndexOf(pair.identity) < pair.i)
            .Select(pair => $"{path}[{pair.i}]: Duplicate value {pair.identity}"));
        return errors;
    }

    private static IEnumerable<string> StringErrors(string value, JsonObject schema, string path)
    {
        var length = value.EnumerateRunes().Count();
        if (schema["enum"] is JsonArray words && !words.Any(word => word!.GetValue<string>() == value))
        {
            yield return $"{path}: Unsupported value";
        }

        if (length < (schema["minLength"]?.GetValue<long>() ?? 0))
        {
            yield return $"{path}: should be at least {schema["minLength"]} chars long";
        }

        if (length > (schema["maxLength"]?.GetValue<long>() ?? int.MaxValue))
        {
            yield return $"{path}: may not be more than {schema["maxLength"]} bytes";
        }

        if (schema["pattern"] is { } pattern && !Regex.IsMatch(value, Regex.Replace(pattern.GetValue<string>(), @"\$$", @"\z")))
        {
            yield return $"{path}: should match '{pattern}'";
        }

        if (schema["format"]?.GetValue<string>() == "date-time" && !DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _))
        {
            yield return $"{path}: must be of type date-time";
        }
    }

    private static IEnumerable<string> IntegerErrors(JsonNode value, JsonObject schema, string path)
    {
        var number = long.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
        if (number < schema["minimum"]!.GetValue<long>() || number > schema["maximum"]!.GetValue<long>())
        {
            yield return $"{path}: should be from {schema["minimum"]} to {schema["maximum"]}";
        }
    }

    internal static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
