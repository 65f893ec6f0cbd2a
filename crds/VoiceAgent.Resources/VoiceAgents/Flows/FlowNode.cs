using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.VoiceAgents.Turns;

namespace VoiceAgent.Resources.VoiceAgents.Flows;

/// <summary>A station of a conversation.</summary>
[ExactlyOneOf(nameof(Conversation), nameof(Say), nameof(Collect), nameof(Condition), nameof(Tool), nameof(Transfer), nameof(Handoff),
    nameof(End))]
[AtMostOneOf(nameof(End), nameof(Edges), Because = "must not have edges: an end node ends the call")]
[AtMostOneOf(nameof(Handoff), nameof(Edges), Because = "must not have edges: a handoff node leaves this agent")]
public sealed record FlowNode
{
    /// <summary>What edges call it.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>Talks freely about one matter.</summary>
    public ConversationNode? Conversation { get; init; }

    /// <summary>Says something and goes on.</summary>
    public SayNode? Say { get; init; }

    /// <summary>Asks for one value until it has it.</summary>
    public CollectNode? Collect { get; init; }

    /// <summary>Says nothing and chooses an edge.</summary>
    public ConditionNode? Condition { get; init; }

    /// <summary>Uses a tool.</summary>
    public ToolNode? Tool { get; init; }

    /// <summary>Transfers the call to a person.</summary>
    public TransferNode? Transfer { get; init; }

    /// <summary>Lets another agent go on.</summary>
    public HandoffNode? Handoff { get; init; }

    /// <summary>Ends the call.</summary>
    public EndNode? End { get; init; }

    /// <summary>The ways on, in the order in which they are tried.</summary>
    [Length(0, 16), ListAtomic]
    public IReadOnlyList<FlowEdge> Edges { get; init; } = [];

    /// <summary>Lets the conversation come here from anywhere.</summary>
    public GlobalEntry? Global { get; init; }

    /// <summary>Tools that may be used here, by name; left out, all of the agent's.</summary>
    [Length(0, 50), Each(1, 64, Pattern = Patterns.Identifier), ListSet]
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>Knowledge bases that are searched here, by name; left out, all of the agent's.</summary>
    [Length(0, 8), Each(1, 63, Pattern = Patterns.DnsLabel), ListSet]
    public IReadOnlyList<string>? KnowledgeBases { get; init; }

    /// <summary>The voice that speaks here; left out, the agent's.</summary>
    [Length(1, 128)]
    public string? Voice { get; init; }

    /// <summary>Whether the caller may interrupt here; left out, as for the agent.</summary>
    public Permission? Interruption { get; init; }

    /// <summary>How patient the agent is here; left out, as for the agent.</summary>
    public TurnProfile? TurnProfile { get; init; }

    /// <summary>Values that are drawn from what the caller says here.</summary>
    [Length(0, 16), ListMap("name")]
    public IReadOnlyList<ExtractedVariable> Extract { get; init; } = [];
}

/// <summary>Lets the conversation come to a node from anywhere.</summary>
public sealed record GlobalEntry
{
    /// <summary>When, in plain words that the language model judges.</summary>
    [Length(1, 512)]
    public required string Judgement { get; init; }

    /// <summary>Where it goes when the node is done.</summary>
    public GlobalExit Exit { get; init; } = GlobalExit.Return;
}

/// <summary>Where a conversation goes after a global node.</summary>
public enum GlobalExit
{
    /// <summary>Back to where it came from.</summary>
    Return,

    /// <summary>Along the node's own edges.</summary>
    Edges,
}

/// <summary>A value that is drawn from what the caller says.</summary>
[RequiredWhen(nameof(Choices), nameof(Type), FieldType.Choice)]
[OnlyWhen(nameof(Choices), nameof(Type), FieldType.Choice)]
public sealed record ExtractedVariable
{
    /// <summary>The variable that holds it.</summary>
    [Length(1, 64), Pattern(Patterns.Identifier)]
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public FieldType Type { get; init; } = FieldType.Text;

    /// <summary>What to look for, for the model.</summary>
    [Length(1, 512)]
    public required string Description { get; init; }

    /// <summary>The values that it may have.</summary>
    [Length(0, 50), Each(1, 128), ListSet]
    public IReadOnlyList<string> Choices { get; init; } = [];
}
