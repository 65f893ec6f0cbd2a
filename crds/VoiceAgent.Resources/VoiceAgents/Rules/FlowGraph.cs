using VoiceAgent.Resources.VoiceAgents.Flows;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>Looks at a flow as a graph.</summary>
internal sealed class FlowGraph(FlowDefinition flow)
{
    private readonly Dictionary<string, FlowNode> _nodes = flow.Nodes.DistinctBy(node => node.Name).ToDictionary(node => node.Name);

    public IReadOnlyCollection<string> Names => _nodes.Keys;

    public bool Has(string name) => _nodes.ContainsKey(name);

    /// <summary>The nodes that a call can come to: from the start, and from every node that is open to all.</summary>
    public IReadOnlySet<string> Reachable()
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(_nodes.Values.Where(node => node.Global is not null).Select(node => node.Name).Append(flow.Start));
        while (open.TryPop(out var name))
        {
            if (_nodes.TryGetValue(name, out var node) && reached.Add(name))
            {
                foreach (var edge in node.Edges)
                {
                    open.Push(edge.To);
                }
            }
        }

        return reached;
    }

    /// <summary>
    /// Whether a call that is in <paramref name="node"/> comes back to it without anyone having been listened to: only nodes that
    /// do not wait for the caller, joined by the one edge that each has.
    /// </summary>
    public bool RunsInCircles(FlowNode node)
    {
        var seen = new HashSet<string>();
        var at = node;
        while (NextWithoutListening(at) is { } next && seen.Add(next.Name))
        {
            if (next.Name == node.Name)
            {
                return true;
            }

            at = next;
        }

        return false;
    }

    public static bool IsUnconditional(FlowEdge edge) => edge is { Expression: null, Judgement: null, Outcome: null };

    private FlowNode? NextWithoutListening(FlowNode node) =>
        (node.Say is not null || node.Condition is not null || node.Tool is not null) && node.Edges is [var only, ..]
            && IsUnconditional(only)
            ? _nodes.GetValueOrDefault(only.To)
            : null;
}
