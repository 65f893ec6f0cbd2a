using System.Text.Json;

namespace VoiceAgent.Resources.Reading;

/// <summary>Speaks of JSON values in the words of someone who writes YAML, and reads texts without throwing.</summary>
internal static class JsonWords
{
    public static string Is(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "is a set of fields",
        JsonValueKind.Array => "is a list",
        JsonValueKind.String => "is text",
        JsonValueKind.Number => "is a number",
        JsonValueKind.True or JsonValueKind.False => "is true or false",
        JsonValueKind.Null or JsonValueKind.Undefined or _ => "is empty",
    };

    /// <summary>The text, or null when the value is none.</summary>
    public static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The text that is reached by <paramref name="path"/>, or null.</summary>
    public static string? TextAt(JsonElement value, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (!StructureReader.TryFind(value, step, out value))
            {
                return null;
            }
        }

        return Text(value);
    }
}
