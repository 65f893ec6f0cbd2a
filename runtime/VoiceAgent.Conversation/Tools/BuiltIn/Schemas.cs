using System.Text.Json;

namespace VoiceAgent.Conversation.Tools.BuiltIn;

/// <summary>JSON schemas of the built-in tools' arguments.</summary>
internal static class Schemas
{
    public static readonly JsonElement NoArguments = JsonElement.Parse("""{"type":"object","properties":{},"additionalProperties":false}""");

    /// <summary>One argument with a choice of names; none at all when there is no choice.</summary>
    public static JsonElement OneOf(string argument, IReadOnlyList<string> names) => names.Count <= 1 ? NoArguments : JsonSerializer.SerializeToElement(new
    {
        type = "object",
        properties = new Dictionary<string, object> { [argument] = new { type = "string", @enum = names } },
        required = new[] { argument },
        additionalProperties = false,
    });
}
