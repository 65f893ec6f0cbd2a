using System.Text.Json;

namespace VoiceAgent.Runtime.Realtime.Protocol;

/// <summary>Reads fields of client JSON; a missing or wrong one becomes an error that names its path.</summary>
internal static class Fields
{
    /// <summary>The field, or null when it is absent. A field that is present and <c>null</c> is returned as such.</summary>
    public static JsonElement? Find(JsonElement parent, string name) => parent.TryGetProperty(name, out var found) ? found : null;

    public static JsonElement RequireObject(JsonElement parent, string name, string path) =>
        Find(parent, name) is { } found ? AsObject(found, path) : throw new ProtocolException(ProtocolError.Missing(path));

    /// <summary>Null when absent or <c>null</c>.</summary>
    public static JsonElement? OptionalObject(JsonElement parent, string name, string path) =>
        Find(parent, name) is { ValueKind: not JsonValueKind.Null } found ? AsObject(found, path) : null;

    public static string RequireString(JsonElement parent, string name, string path) =>
        OptionalString(parent, name, path) ?? throw new ProtocolException(ProtocolError.Missing(path));

    /// <summary>Null when absent or <c>null</c>.</summary>
    public static string? OptionalString(JsonElement parent, string name, string path) => Find(parent, name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw Wrong(other, path, "a string"),
    };

    public static bool OptionalBool(JsonElement parent, string name, string path, bool otherwise) => Find(parent, name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Wrong(other, path, "a boolean"),
    };

    public static int RequireInteger(JsonElement parent, string name, string path) => Find(parent, name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => throw new ProtocolException(ProtocolError.Missing(path)),
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) => value,
        { } other => throw Wrong(other, path, "an integer"),
    };

    public static ProtocolException Wrong(JsonElement found, string path, string expected) =>
        new(ProtocolError.WrongType(path, expected, Kind(found)));

    private static JsonElement AsObject(JsonElement found, string path) =>
        found.ValueKind == JsonValueKind.Object ? found : throw Wrong(found, path, "an object");

    private static string Kind(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
