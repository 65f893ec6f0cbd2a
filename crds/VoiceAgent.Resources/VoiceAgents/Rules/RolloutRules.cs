using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>A rollout rises, and is judged by figures that exist.</summary>
internal static class RolloutRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent)
    {
        if (agent.Spec.Rollout is not { } rollout)
        {
            yield break;
        }

        for (var i = 1; i < rollout.Steps.Count; i++)
        {
            if (rollout.Steps[i] <= rollout.Steps[i - 1])
            {
                yield return new($"spec.rollout.steps[{i}]", $"must be greater than the step before it ({rollout.Steps[i - 1]})");
            }
        }

        if (rollout.Analysis is not null && rollout.Steps.Count == 0)
        {
            yield return new("spec.rollout.analysis", "has no step to judge", "add spec.rollout.steps");
        }

        if (rollout.Analysis?.MinSuccessPercent is not null && agent.Spec.Analysis.SuccessCriterion is null)
        {
            yield return new("spec.rollout.analysis.minSuccessPercent", "nothing says what a success is",
                "set spec.analysis.successCriterion");
        }
    }
}
