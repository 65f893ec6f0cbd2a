using System.Text.Json;
using Microsoft.Extensions.AI;

namespace VoiceAgent.Conversation.Tools.BuiltIn;

/// <summary>
/// Writes something down for a person: a message, a wish to be called back. The note is the tool's arguments, kept with the call's events; whoever reads the call acts on it.
/// </summary>
public sealed class NoteTool : ITool
{
    private static readonly JsonElement MessageSchema = JsonElement.Parse("""
        {"type":"object","properties":{
          "for":{"type":"string","description":"Whom it is for, if the caller said so."},
          "from":{"type":"string","description":"The caller's name."},
          "number":{"type":"string","description":"How to reach the caller."},
          "message":{"type":"string","description":"What to tell."}},
         "required":["message"],"additionalProperties":false}
        """);

    private static readonly JsonElement CallbackSchema = JsonElement.Parse("""
        {"type":"object","properties":{
          "from":{"type":"string","description":"The caller's name."},
          "number":{"type":"string","description":"The number to call."},
          "when":{"type":"string","description":"When the caller wants to be called, in their own words."},
          "about":{"type":"string","description":"What it is about."}},
         "required":["number","when"],"additionalProperties":false}
        """);

    private readonly string[] _required;
    private readonly string _done;

    private NoteTool(string name, string description, JsonElement schema, string done)
    {
        Declaration = AIFunctionFactory.CreateDeclaration(name, description, schema);
        _required = [.. schema.GetProperty("required").EnumerateArray().Select(field => field.GetString()!)];
        _done = done;
    }

    /// <inheritdoc/>
    public AIFunctionDeclaration Declaration { get; }

    /// <inheritdoc/>
    public ToolPolicy Policy => ToolPolicy.Default;

    /// <summary>Takes a message for someone.</summary>
    public static NoteTool TakeMessage(string name, string description) => new(name, description, MessageSchema, "The message is written down.");

    /// <summary>Notes that and when the caller wants to be called back.</summary>
    public static NoteTool ScheduleCallback(string name, string description) => new(name, description, CallbackSchema, "The wish to be called back is written down.");

    /// <inheritdoc/>
    public ValueTask<ToolResult> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var missing = _required.Where(field => string.IsNullOrWhiteSpace(call.Arguments.GetValueOrDefault(field)?.ToString())).ToArray();
        return new(missing.Length == 0
            ? new ToolResult(_done, Succeeded: true)
            : ToolResult.Failed($"Ask the caller first for: {string.Join(", ", missing)}."));
    }
}
