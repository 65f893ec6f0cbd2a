using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;
using VoiceAgent.Resources.VoiceAgents.Channels;
using VoiceAgent.Resources.VoiceAgents.Flows;
using VoiceAgent.Resources.VoiceAgents.Pipeline;
using VoiceAgent.Resources.VoiceAgents.Safety;
using VoiceAgent.Resources.VoiceAgents.Tools;
using VoiceAgent.Resources.VoiceAgents.Turns;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>How an agent behaves.</summary>
public sealed record VoiceAgentSpec
{
    /// <summary>What the agent is for, for people.</summary>
    [Length(0, 1024)]
    public string? Description { get; init; }

    /// <summary>Languages that the agent speaks, as language tags; the first is the one it begins with.</summary>
    [Length(1, 16), Each(2, 35, Pattern = Patterns.LanguageTag), ListSet]
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>What the language model is told about its task.</summary>
    public required PromptDefinition Prompt { get; init; }

    /// <summary>What the agent says first; left out, the caller speaks first.</summary>
    public GreetingDefinition? Greeting { get; init; }

    /// <summary>How speech becomes a reply.</summary>
    public required PipelineDefinition Pipeline { get; init; }

    /// <summary>When the caller has finished and when the agent falls silent.</summary>
    public TurnTakingDefinition TurnTaking { get; init; } = new();

    /// <summary>How long each stage may take before something is done about it.</summary>
    public DeadlinesDefinition Deadlines { get; init; } = new();

    /// <summary>What is said and done when the caller is silent.</summary>
    public IdleDefinition Idle { get; init; } = new();

    /// <summary>What the agent can do besides talking.</summary>
    [Length(0, 50), ListMap("name")]
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>The path of the conversation; left out, it is one free conversation.</summary>
    public FlowDefinition? Flow { get; init; }

    /// <summary>Knowledge bases that the agent answers from.</summary>
    [Length(0, 8), ListMap("name")]
    public IReadOnlyList<KnowledgeBaseRef> KnowledgeBaseRefs { get; init; } = [];

    /// <summary>Values known before the call that prompt, greeting and flow can name as <c>{{name}}</c>.</summary>
    [Length(0, 64), ListMap("name")]
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>Where calls come from; the portal and API keys of the tenant always reach the agent.</summary>
    public ChannelsDefinition Channels { get; init; } = new();

    /// <summary>The most that one call may take.</summary>
    public LimitsDefinition Limits { get; init; } = new();

    /// <summary>What of a call is kept.</summary>
    public RecordingDefinition Recording { get; init; } = new();

    /// <summary>What is drawn from a call when it has ended.</summary>
    public AnalysisDefinition Analysis { get; init; } = new();

    /// <summary>What the agent must not say or be talked into.</summary>
    public GuardrailsDefinition Guardrails { get; init; } = new();

    /// <summary>What is blotted out of everything that is stored.</summary>
    public RedactionDefinition Redaction { get; init; } = new();

    /// <summary>When the agent answers; left out, always.</summary>
    public ScheduleDefinition? Schedule { get; init; }

    /// <summary>How a new revision takes over new calls; left out, at once.</summary>
    public RolloutDefinition? Rollout { get; init; }
}
