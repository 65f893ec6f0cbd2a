using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.VoiceAgents.Safety;

/// <summary>What an agent must not say or be talked into.</summary>
public sealed record GuardrailsDefinition
{
    /// <summary>Whether instructions found in knowledge, tool results and what callers say are kept from steering the agent.</summary>
    public Toggle InjectionDefence { get; init; } = Toggle.Enabled;

    /// <summary>Matters that the agent keeps to, in plain words; left out, any.</summary>
    [Length(0, 32), Each(1, 128), ListSet]
    public IReadOnlyList<string> AllowedTopics { get; init; } = [];

    /// <summary>Matters that the agent does not talk about, in plain words.</summary>
    [Length(0, 32), Each(1, 128), ListSet]
    public IReadOnlyList<string> DeniedTopics { get; init; } = [];

    /// <summary>What is said instead; left out, a phrase of the language.</summary>
    [Length(1, 512)]
    public string? OffTopicReply { get; init; }

    /// <summary>Rules for what callers say and what the agent is about to say.</summary>
    [Length(0, 32), ListMap("name")]
    public IReadOnlyList<GuardrailRule> Rules { get; init; } = [];
}

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
