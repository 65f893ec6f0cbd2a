using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.VoiceAgents.Flows;

/// <summary>Says nothing and chooses an edge.</summary>
public sealed record ConditionNode
{
    /// <summary>How far back the model looks when an edge is judged.</summary>
    public JudgementScope JudgedOn { get; init; } = JudgementScope.WholeCall;
}

/// <summary>How far back a judgement looks.</summary>
public enum JudgementScope
{
    /// <summary>At all that was said.</summary>
    WholeCall,

    /// <summary>At the caller's last turn.</summary>
    LastTurn,
}

/// <summary>Uses a tool.</summary>
public sealed record ToolNode
{
    /// <summary>The tool, by the name it has in <c>spec.tools</c>.</summary>
    [Length(1, 64), Pattern(Patterns.Identifier)]
    public required string Name { get; init; }

    /// <summary>Arguments; <c>{{name}}</c> stands for a variable. What is missing, the model fills in.</summary>
    [Length(0, 32), Each(0, 1024)]
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The variable that holds the result; left out, the result is only told to the model.</summary>
    [Length(1, 64), Pattern(Patterns.Identifier)]
    public string? ResultVariable { get; init; }
}

/// <summary>Transfers the call to a person.</summary>
public sealed record TransferNode
{
    /// <summary>The tool of kind TransferCall in <c>spec.tools</c>.</summary>
    [Length(1, 64), Pattern(Patterns.Identifier)]
    public required string Tool { get; init; }

    /// <summary>Which of its destinations.</summary>
    [Length(1, 64), Pattern(Patterns.Identifier)]
    public required string Destination { get; init; }

    /// <summary>What is said before; left out, a phrase of the language.</summary>
    [Length(1, 1024)]
    public string? Text { get; init; }
}

/// <summary>Lets another agent go on.</summary>
public sealed record HandoffNode
{
    /// <summary>The agent, in the same namespace.</summary>
    public required AgentRef AgentRef { get; init; }

    /// <summary>What is said before; left out, nothing.</summary>
    [Length(1, 1024)]
    public string? Text { get; init; }
}
