using System.Text.Json;
using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Agents;

namespace VoiceAgent.Conversation.Tools;

/// <summary>What a tool answered.</summary>
/// <param name="Result">What the model is told.</param>
/// <param name="Succeeded">Whether the tool did what was asked.</param>
/// <param name="Effect">What it does to the call, after what is being said.</param>
internal sealed record ToolResult(string Result, bool Succeeded, ToolEffect Effect = ToolEffect.None);

/// <summary>The tools of one agent.</summary>
internal sealed class ToolBox(IReadOnlyList<BuiltInTool> builtIns)
{
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{},"additionalProperties":false}""");

    /// <summary>What the model is offered.</summary>
    public IList<AITool> Declarations { get; } =
        [.. builtIns.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, NoParameters))];

    /// <summary>Does what the model asks.</summary>
    public ToolResult Invoke(FunctionCallContent call) => builtIns.FirstOrDefault(tool => tool.Name == call.Name) switch
    {
        null => new ToolResult($"There is no tool named {call.Name}.", Succeeded: false),
        { Kind: BuiltInToolKind.EndCall } => new ToolResult("The call ends after your last words.", Succeeded: true, ToolEffect.EndCall),
        { Kind: BuiltInToolKind.TransferCall } tool => Transfer(tool),
        var other => throw new InvalidOperationException($"Built-in tool {other.Kind} is not handled."),
    };

    // The runtime can only hand a caller on where the line allows it; until an edge can, the agent must say so instead of pretending.
    private static ToolResult Transfer(BuiltInTool tool) => tool.Settings.TryGetValue("destination", out var destination) && destination.Length > 0
        ? new ToolResult("The caller is handed over after your last words.", Succeeded: true, ToolEffect.TransferCall)
        : new ToolResult("No destination is configured. Offer to take a message, or tell the caller how to reach a person.", Succeeded: false);
}
