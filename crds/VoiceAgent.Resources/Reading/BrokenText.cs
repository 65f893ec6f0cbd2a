using System.Text.Json;

namespace VoiceAgent.Resources.Reading;

/// <summary>Finds text that JSON can carry and nobody can read: an escape for one half of a surrogate pair.</summary>
internal static class BrokenText
{
    /// <summary>The path of the first such text, or null. Costs a search of the raw text where there is no surrogate at all.</summary>
    public static string? Find(JsonElement document) =>
        document.ValueKind != JsonValueKind.Undefined && document.GetRawText().Contains("\\ud", StringComparison.OrdinalIgnoreCase)
            ? Walk(document, "") : null;

    private static string? Walk(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => IsReadable(() => value.GetString()) ? null : path,
        JsonValueKind.Array =>
            value.EnumerateArray().Select((item, i) => Walk(item, $"{path}[{i}]")).FirstOrDefault(found => found is not null),
        JsonValueKind.Object => value.EnumerateObject()
            .Select(property => IsReadable(() => property.Name) ? Walk(property.Value, StructureReader.Join(path, property.Name)) : path)
            .FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static bool IsReadable(Func<string?> read)
    {
        try
        {
            read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
