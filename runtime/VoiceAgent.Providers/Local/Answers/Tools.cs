using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace VoiceAgent.Providers.Local.Answers;

/// <summary>Finds the tools that end or hand over a call, by their names and descriptions as any model would.</summary>
internal static partial class Tools
{
    /// <summary>A call of the tool that hangs up; null when the agent has none.</summary>
    public static FunctionCallContent? EndCall(ChatOptions? options, Exchange exchange) => Call(options, exchange, EndName());

    /// <summary>A call of the tool that hands over to a person; null when the agent has none.</summary>
    public static FunctionCallContent? Transfer(ChatOptions? options, Exchange exchange) => Call(options, exchange, TransferName());

    private static FunctionCallContent? Call(ChatOptions? options, Exchange exchange, Regex name)
    {
        var tool = options?.Tools?.OfType<AIFunctionDeclaration>().FirstOrDefault(tool => name.IsMatch(tool.Name));
        return tool is null ? null : new FunctionCallContent($"{tool.Name}_{exchange.Length}", tool.Name, Arguments(tool));
    }

    // Required arguments are filled from the schema alone: the first value of an enumeration, or else the caller's wish in a few words.
    private static Dictionary<string, object?> Arguments(AIFunctionDeclaration tool)
    {
        var arguments = new Dictionary<string, object?>();
        if (!tool.JsonSchema.TryGetProperty("required", out var required) || !tool.JsonSchema.TryGetProperty("properties", out var properties))
        {
            return arguments;
        }

        foreach (var name in required.EnumerateArray().Select(entry => entry.GetString()!))
        {
            arguments[name] = properties.TryGetProperty(name, out var property) && property.TryGetProperty("enum", out var values)
                && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0
                ? values[0].GetString()
                : "The caller asked for it.";
        }

        return arguments;
    }

    [GeneratedRegex(@"end_?-?call|hang_?-?up|goodbye|finish_?-?call", RegexOptions.IgnoreCase)]
    private static partial Regex EndName();

    [GeneratedRegex(@"transfer|hand_?-?over|escalate|connect|human|operator", RegexOptions.IgnoreCase)]
    private static partial Regex TransferName();
}
