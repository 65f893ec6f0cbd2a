using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.VoiceAgents.Safety;

/// <summary>A rule for what is said.</summary>
[ExactlyOneOf(nameof(Phrases), nameof(Judgement))]
[RequiredWhen(nameof(Reply), nameof(Action), GuardrailAction.Replace)]
public sealed record GuardrailRule
{
    /// <summary>What the rule is called in records.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>Whose words it is for.</summary>
    public required GuardrailSide AppliesTo { get; init; }

    /// <summary>Words or phrases that it looks for, whatever their case.</summary>
    [Length(0, 100), Each(1, 128), ListSet]
    public IReadOnlyList<string> Phrases { get; init; } = [];

    /// <summary>What it looks for, in plain words that the language model judges.</summary>
    [Length(1, 512)]
    public string? Judgement { get; init; }

    /// <summary>What is done.</summary>
    public required GuardrailAction Action { get; init; }

    /// <summary>What the agent says.</summary>
    [Length(1, 512)]
    public string? Reply { get; init; }
}

/// <summary>Whose words a rule is for.</summary>
public enum GuardrailSide
{
    /// <summary>The caller's.</summary>
    Caller,

    /// <summary>The agent's, before they are spoken.</summary>
    Agent,
}

/// <summary>What a rule does.</summary>
public enum GuardrailAction
{
    /// <summary>The reply is said instead.</summary>
    Replace,

    /// <summary>The reply, if any, is said, and the call ends.</summary>
    EndCall,

    /// <summary>The reply, if any, is said, and a person takes over.</summary>
    Transfer,

    /// <summary>Nothing is done; the call's record says that it happened.</summary>
    Flag,
}
