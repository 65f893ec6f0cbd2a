using Microsoft.Extensions.AI;

namespace VoiceAgent.Conversation.Tools.BuiltIn;

/// <summary>Where a caller can be handed to.</summary>
/// <param name="Name">What the model calls it.</param>
/// <param name="Description">When to choose it.</param>
/// <param name="Target">A telephone number, SIP address or queue; never told to the model.</param>
public sealed record TransferDestination(string Name, string? Description, string Target);

/// <summary>Hands the caller to a person, after the agent's last words.</summary>
public sealed class TransferCallTool(string name, string description, ToolPolicy policy, IReadOnlyList<TransferDestination> destinations) : ITool
{
    private const string Argument = "destination";

    /// <inheritdoc/>
    public AIFunctionDeclaration Declaration { get; } = AIFunctionFactory.CreateDeclaration(
        name,
        string.Join('\n', [description, .. destinations.Select(destination => $"- {destination.Name}: {destination.Description}")]),
        Schemas.OneOf(Argument, [.. destinations.Select(destination => destination.Name)]));

    /// <inheritdoc/>
    public ToolPolicy Policy => policy;

    /// <inheritdoc/>
    public ValueTask<ToolResult> InvokeAsync(ToolCall call, CancellationToken cancellationToken) => new(Transfer(call));

    private ToolResult Transfer(ToolCall call)
    {
        if (destinations.Count == 0)
        {
            return ToolResult.Failed("Nobody can be reached from this line. Offer to take a message, or tell the caller how to reach a person.");
        }

        var asked = call.Arguments.GetValueOrDefault(Argument)?.ToString();
        var chosen = destinations.Count == 1 ? destinations[0] : destinations.FirstOrDefault(destination => destination.Name == asked);
        return chosen is null
            ? ToolResult.Failed($"There is no destination named '{asked}'. The destinations are: {string.Join(", ", destinations.Select(destination => destination.Name))}.")
            : new ToolResult("The caller is handed over after your last words.", Succeeded: true, ToolEffect.TransferCall, chosen.Target);
    }
}
