using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.VoiceAgents.Flows;

/// <summary>The path of a conversation: nodes, and edges that lead from one to the next.</summary>
public sealed record FlowDefinition
{
    /// <summary>The node that a call begins in.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Start { get; init; }

    /// <summary>The nodes.</summary>
    [Length(1, 64), ListMap("name")]
    public required IReadOnlyList<FlowNode> Nodes { get; init; }
}

/// <summary>A way from a node to another. Of several, the first whose condition holds is taken.</summary>
[AtMostOneOf(nameof(Expression), nameof(Judgement), nameof(Outcome))]
public sealed record FlowEdge
{
    /// <summary>The node that it leads to.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string To { get; init; }

    /// <summary>A condition over variables, such as <c>age >= 18 and insurer != ""</c>.</summary>
    [Length(1, 512)]
    public string? Expression { get; init; }

    /// <summary>A condition in plain words that the language model judges, such as "the caller wants to book".</summary>
    [Length(1, 512)]
    public string? Judgement { get; init; }

    /// <summary>How the node ended: for collect, tool and transfer nodes.</summary>
    public NodeOutcome? Outcome { get; init; }
}

/// <summary>How a node ended.</summary>
public enum NodeOutcome
{
    /// <summary>It did what it is for.</summary>
    Succeeded,

    /// <summary>It did not.</summary>
    Failed,
}
