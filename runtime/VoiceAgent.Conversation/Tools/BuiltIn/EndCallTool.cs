using Microsoft.Extensions.AI;

namespace VoiceAgent.Conversation.Tools.BuiltIn;

/// <summary>Hangs up after the agent's last words.</summary>
public sealed class EndCallTool(string name, string description) : ITool
{
    /// <inheritdoc/>
    public AIFunctionDeclaration Declaration { get; } = AIFunctionFactory.CreateDeclaration(name, description, Schemas.NoArguments);

    /// <inheritdoc/>
    public ToolPolicy Policy => ToolPolicy.Default;

    /// <inheritdoc/>
    public ValueTask<ToolResult> InvokeAsync(ToolCall call, CancellationToken cancellationToken) =>
        new(new ToolResult("The call ends after your last words.", Succeeded: true, ToolEffect.EndCall));
}
