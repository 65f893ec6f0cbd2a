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
