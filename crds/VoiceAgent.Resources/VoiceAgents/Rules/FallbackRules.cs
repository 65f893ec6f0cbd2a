using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents.Pipeline;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>A chain of fallbacks leads somewhere else.</summary>
internal static class FallbackRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent)
    {
        var uses = ProviderUses.Of(agent.Spec).ToList();
        foreach (var fallback in uses.Where(use => use.IsFallback))
        {
            if (uses.First(use => use.Modality == fallback.Modality) is var primary && primary.ProviderRef == fallback.ProviderRef
                && primary.Model == fallback.Model)
            {
                yield return new(fallback.Path, "is the same provider and model that it stands in for", "name another one, or remove it");
            }
        }

        if (agent.Spec.Pipeline.Cascade?.Llm is { Hedging: Objects.Toggle.Enabled, Fallbacks.Count: 0 })
        {
            yield return new("spec.pipeline.cascade.llm.hedging", "needs a fallback to ask as well",
                "add one to spec.pipeline.cascade.llm.fallbacks");
        }
    }
}
