using System.Text.Json.Nodes;

namespace VoiceAgent.Resources.Tests.StandIn;

/// <summary>Fills in the defaults of a structural schema, after dropping nulls that a default replaces.</summary>
internal static class SchemaDefaults
{
    public static void Fill(JsonNode? value, JsonObject schema)
    {
        if (value is JsonArray list && schema["items"] is JsonObject items)
        {
            foreach (var item in list)
            {
                Fill(item, items);
            }
        }

        if (value is not JsonObject target || schema["properties"] is not JsonObject properties)
        {
            return;
        }

        foreach (var (name, property) in properties)
        {
            if (property!["default"] is { } standard && target[name] is null)
            {
                target[name] = standard.DeepClone();
            }

            Fill(target[name], property.AsObject());
        }
    }
}
