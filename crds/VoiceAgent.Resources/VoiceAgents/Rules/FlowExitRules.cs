using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents.Flows;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>Every node has a way on in every case, and no edge stands where it can never be taken.</summary>
internal static class FlowExitRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent) =>
        agent.Spec.Flow is not { } flow ? [] : flow.Nodes.SelectMany((node, i) => CheckNode(node, $"spec.flow.nodes[{i}]"));

    private static IEnumerable<ResourceProblem> CheckNode(FlowNode node, string path) =>
        DeadEnd(node, path).Concat(NeverTaken(node, path)).Concat(WithoutOutcome(node, path)).Concat(GlobalWithoutEdges(node, path));

    private static IEnumerable<ResourceProblem> DeadEnd(FlowNode node, string path)
    {
        // These end the call here, or go on for as long as the caller talks. A global node goes back where it came from.
        if (node.End is not null || node.Handoff is not null || node.Conversation is not null || node.Global is { Exit: GlobalExit.Return })
        {
            yield break;
        }

        if (node.Edges.Any(FlowGraph.IsUnconditional))
        {
            yield break;
        }

        var outcomes = node.Edges.Where(edge => edge.Outcome is not null).Select(edge => edge.Outcome).ToHashSet();
        var isCovered = node.Transfer is not null ? outcomes.Contains(NodeOutcome.Failed) : outcomes.Count == 2;
        if (!isCovered)
        {
            yield return new($"{path}.edges", $"{node.Name} is a dead end: a call can be left without a way on", node.Transfer is null
                ? "end the list with an edge that has only \"to\""
                : "add an edge with outcome Failed, or one that has only \"to\"");
        }
    }

    private static IEnumerable<ResourceProblem> NeverTaken(FlowNode node, string path)
    {
        var first = node.Edges.TakeWhile(edge => !FlowGraph.IsUnconditional(edge)).Count();
        if (first < node.Edges.Count - 1)
        {
            yield return new($"{path}.edges[{first + 1}]", $"is never taken: edges[{first}] before it has no condition",
                "move the edge without condition to the end");
        }
    }

    private static IEnumerable<ResourceProblem> WithoutOutcome(FlowNode node, string path)
    {
        if (node.Collect is not null || node.Tool is not null || node.Transfer is not null)
        {
            return [];
        }

        return node.Edges.Select((edge, j) => (edge, j)).Where(pair => pair.edge.Outcome is not null)
            .Select(pair =>
                new ResourceProblem($"{path}.edges[{pair.j}].outcome", "only collect, tool and transfer nodes have an outcome",
                "use expression or judgement"));
    }

    private static IEnumerable<ResourceProblem> GlobalWithoutEdges(FlowNode node, string path)
    {
        if (node.Global is { Exit: GlobalExit.Return } && node.Edges.Count > 0)
        {
            yield return new($"{path}.edges", "are never taken: a global node with exit Return goes back where it came from",
                "set global.exit to Edges, or remove the edges");
        }
    }
}
