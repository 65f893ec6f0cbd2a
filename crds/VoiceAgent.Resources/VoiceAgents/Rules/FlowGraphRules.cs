using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents.Flows;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>Edges lead to nodes that exist, and every node can be reached.</summary>
internal static class FlowGraphRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent)
    {
        if (agent.Spec.Flow is not { } flow)
        {
            return [];
        }

        var graph = new FlowGraph(flow);
        var broken = Targets(flow).Where(target => !graph.Has(target.Name))
            .Select(target =>
                new ResourceProblem(target.Path, $"there is no node {target.Name}",
                Suggestion.For(target.Name, graph.Names) ?? $"nodes: {string.Join(", ", graph.Names)}"))
            .ToList();

        // A node may be cut off because of the broken edge alone: one mistake, one problem.
        return broken.Count > 0 ? broken : Unreachable(flow, graph).Concat(Circles(flow, graph));
    }

    private static IEnumerable<(string Path, string Name)> Targets(FlowDefinition flow) =>
        flow.Nodes.SelectMany((node, i) => node.Edges.Select((edge, j) => ($"spec.flow.nodes[{i}].edges[{j}].to", edge.To)))
            .Prepend(("spec.flow.start", flow.Start));

    private static IEnumerable<ResourceProblem> Unreachable(FlowDefinition flow, FlowGraph graph)
    {
        var reachable = graph.Reachable();
        return flow.Nodes.Select((node, i) => (node, i)).Where(pair => !reachable.Contains(pair.node.Name))
            .Select(pair =>
                new ResourceProblem($"spec.flow.nodes[{pair.i}]", $"no call can come to {pair.node.Name}",
                "lead an edge to it, make it global, or remove it"));
    }

    private static IEnumerable<ResourceProblem> Circles(FlowDefinition flow, FlowGraph graph)
    {
        var circle = flow.Nodes.Select((node, i) => (node, i)).FirstOrDefault(pair => graph.RunsInCircles(pair.node), (node: null!, i: -1));
        if (circle.i >= 0)
        {
            yield return new($"spec.flow.nodes[{circle.i}].edges",
                $"a call that comes to {circle.node.Name} goes round without ever listening",
                "lead the edges to a node that talks, asks or ends");
        }
    }
}
