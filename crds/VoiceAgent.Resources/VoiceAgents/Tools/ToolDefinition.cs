using System.Text.Json;
using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.VoiceAgents.Tools;

/// <summary>Something that an agent can do besides talking.</summary>
[ExactlyOneOf(nameof(Http), nameof(Mcp), nameof(Builtin), nameof(Client))]
[AtLeastOneOf(nameof(Description), nameof(Mcp), nameof(Builtin),
    Because = "must have a description, so that the model knows when to use the tool")]
[AtMostOneOf(nameof(Parameters), nameof(Mcp), Because = "must not have parameters: an MCP server describes those of its tools itself")]
[AtMostOneOf(nameof(Parameters), nameof(Builtin), Because = "must not have parameters: built-in tools bring their own")]
public sealed record ToolDefinition
{
    /// <summary>What the model and the flow call it.</summary>
    [Length(1, 64), Pattern(Patterns.Identifier)]
    public required string Name { get; init; }

    /// <summary>When to use it, for the model.</summary>
    [Length(1, 1024)]
    public string? Description { get; init; }

    /// <summary>The arguments, as a JSON schema of type object.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>An HTTP request.</summary>
    public HttpTool? Http { get; init; }

    /// <summary>Tools of an MCP server.</summary>
    public McpTool? Mcp { get; init; }

    /// <summary>Something that VoiceAgent itself can do.</summary>
    public BuiltinTool? Builtin { get; init; }

    /// <summary>Something that the program at the caller's end does.</summary>
    public ClientTool? Client { get; init; }

    /// <summary>Milliseconds after which the call of the tool has failed.</summary>
    [Range(500, 60_000)]
    public int TimeoutMilliseconds { get; init; } = 10_000;

    /// <summary>What is said while the caller waits; left out, a phrase of the language once the wait is felt.</summary>
    [Length(1, 256)]
    public string? Filler { get; init; }

    /// <summary>Whether the caller is asked before it is done.</summary>
    public Confirmation Confirmation { get; init; } = Confirmation.Never;

    /// <summary>What an interruption does to a call of the tool under way.</summary>
    public InterruptedTool WhenInterrupted { get; init; } = InterruptedTool.Finish;
}

/// <summary>Whether the caller is asked before something is done.</summary>
public enum Confirmation
{
    /// <summary>It is done at once.</summary>
    Never,

    /// <summary>The caller has to say yes first.</summary>
    Always,
}

/// <summary>What an interruption does to the call of a tool.</summary>
public enum InterruptedTool
{
    /// <summary>It goes on, and its result enters the conversation.</summary>
    Finish,

    /// <summary>It is cancelled.</summary>
    Cancel,
}
