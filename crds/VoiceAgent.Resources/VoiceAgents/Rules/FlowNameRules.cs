using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents.Flows;
using VoiceAgent.Resources.VoiceAgents.Tools;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>Tools, destinations and knowledge bases that a flow names are the agent's.</summary>
internal static class FlowNameRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent) => agent.Spec.Flow is not { } flow
        ? []
        : flow.Nodes.SelectMany((node, i) => CheckNode(node, $"spec.flow.nodes[{i}]", agent.Spec));

    private static IEnumerable<ResourceProblem> CheckNode(FlowNode node, string path, VoiceAgentSpec spec)
    {
        var callable = CallableNames(spec.Tools);
        var offered = callable.Concat(spec.Tools.Where(tool => tool.Mcp is not null).Select(tool => tool.Name)).ToList();
        var knowledge = spec.KnowledgeBaseRefs.Select(reference => reference.Name).ToList();
        return (node.Tools ?? []).SelectMany((name, j) => Known(name, $"{path}.tools[{j}]", "tool", offered, "spec.tools"))
            .Concat((node.KnowledgeBases ?? [])
                .SelectMany((name, j) => Known(name, $"{path}.knowledgeBases[{j}]", "knowledge base", knowledge, "spec.knowledgeBaseRefs")))
            .Concat(node.Tool is { } tool ? Known(tool.Name, $"{path}.tool.name", "tool", callable, "spec.tools") : [])
            .Concat(node.Transfer is { } transfer ? CheckTransfer(transfer, $"{path}.transfer", spec.Tools) : []);
    }

    /// <summary>What the model and a tool node can call: an MCP entry stands for the tools of its server.</summary>
    private static List<string> CallableNames(IReadOnlyList<ToolDefinition> tools) =>
        [.. tools.SelectMany(tool => tool.Mcp is { } mcp ? mcp.ToolNames : [tool.Name]).Distinct()];

    private static IEnumerable<ResourceProblem> CheckTransfer(TransferNode node, string path, IReadOnlyList<ToolDefinition> tools)
    {
        var transfers = tools.Where(tool => tool.Builtin is { Kind: BuiltinKind.TransferCall }).ToList();
        return transfers.Find(tool => tool.Name == node.Tool) is { Builtin: { } builtin }
            ? Known(node.Destination, $"{path}.destination", "destination", [.. builtin.Destinations.Select(place => place.Name)],
                $"the destinations of {node.Tool}")
            : Known(node.Tool, $"{path}.tool", "tool of kind TransferCall", [.. transfers.Select(tool => tool.Name)], "spec.tools");
    }

    private static IEnumerable<ResourceProblem> Known(string name, string path, string what, IReadOnlyList<string> known, string where)
    {
        if (!known.Contains(name))
        {
            yield return new(path, $"there is no {what} {name} in {where}",
                Suggestion.For(name, known) ?? $"add it there{(known.Count > 0 ? $", or use one of {string.Join(", ", known)}" : "")}");
        }
    }
}
