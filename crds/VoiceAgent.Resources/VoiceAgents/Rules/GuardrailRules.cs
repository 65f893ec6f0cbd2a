using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents.Safety;
using VoiceAgent.Resources.VoiceAgents.Tools;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>Guardrails do not contradict each other, and can do what they say.</summary>
internal static class GuardrailRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent)
    {
        var guardrails = agent.Spec.Guardrails;
        var both = guardrails.DeniedTopics.Select((topic, i) => (topic, i))
            .Where(pair => guardrails.AllowedTopics.Contains(pair.topic, StringComparer.OrdinalIgnoreCase))
            .Select(pair =>
                new ResourceProblem($"spec.guardrails.deniedTopics[{pair.i}]", "is among allowedTopics too", "keep it in one list"));
        if (agent.Spec.Tools.Any(tool => tool.Builtin is { Kind: BuiltinKind.TransferCall }))
        {
            return both;
        }

        return both.Concat(guardrails.Rules.Select((rule, i) => (rule, i)).Where(pair => pair.rule.Action == GuardrailAction.Transfer)
            .Select(pair =>
                new ResourceProblem($"spec.guardrails.rules[{pair.i}].action", "the agent has no tool to transfer a call with",
                "add a builtin tool of kind TransferCall")));
    }
}
