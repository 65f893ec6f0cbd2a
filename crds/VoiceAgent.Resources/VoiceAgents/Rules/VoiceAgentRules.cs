using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>What an agent's structure alone cannot say: one file per concern, each rule a pure function.</summary>
internal static class VoiceAgentRules
{
    public static IReadOnlyList<ResourceRule<VoiceAgentResource>> All { get; } =
    [
        new(["spec.greeting", "spec.languages", "spec.pipeline"], LanguageRules.Check),
        new(["spec.pipeline"], FallbackRules.Check),
        new(["spec.idle", "spec.limits"], IdleRules.Check),
        new(["spec.tools"], ToolRules.Check),
        new(["spec.flow"], FlowGraphRules.Check),
        new(["spec.flow"], FlowExitRules.Check),
        new(["spec.flow", "spec.tools", "spec.knowledgeBaseRefs"], FlowNameRules.Check),
        new(["spec.variables"], VariableRules.CheckDefinitions),
        new(["spec.flow", "spec.variables"], VariableRules.CheckExpressions),
        new(["spec.prompt", "spec.greeting", "spec.flow", "spec.variables"], VariableRules.CheckTemplates),
        new(["spec.schedule"], ScheduleRules.Check),
        new(["spec.guardrails", "spec.tools"], GuardrailRules.Check),
        new(["spec.redaction", "spec.recording"], RedactionRules.Check),
        new(["spec.rollout", "spec.analysis"], RolloutRules.Check),
    ];
}
