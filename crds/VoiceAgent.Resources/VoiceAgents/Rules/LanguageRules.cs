using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents.Pipeline;

namespace VoiceAgent.Resources.VoiceAgents.Rules;

/// <summary>Texts and voices per language belong to languages that the agent speaks.</summary>
internal static class LanguageRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent)
    {
        var languages = agent.Spec.Languages;
        var translations = agent.Spec.Greeting?.Translations ?? [];
        var voices = agent.Spec.Pipeline.Cascade?.Tts.Voices ?? [];
        return translations
            .SelectMany((text, i) => Known(text.Language, $"spec.greeting.translations[{i}].language", languages))
            .Concat(translations.SelectMany((text, i) => NotFirst(text.Language, $"spec.greeting.translations[{i}].language", languages)))
            .Concat(voices.SelectMany((voice, i) => Known(voice.Language, $"spec.pipeline.cascade.tts.voices[{i}].language", languages)));
    }

    private static IEnumerable<ResourceProblem> Known(string language, string path, IReadOnlyList<string> languages)
    {
        if (!languages.Contains(language))
        {
            yield return new(path, $"{language} is not among spec.languages", Suggestion.For(language, languages) ?? "add it there or remove it here");
        }
    }

    private static IEnumerable<ResourceProblem> NotFirst(string language, string path, IReadOnlyList<string> languages)
    {
        if (languages.FirstOrDefault() == language)
        {
            yield return new(path, $"{language} is the first language, which spec.greeting.text is in", "remove this translation");
        }
    }
}

/// <summary>A chain of fallbacks leads somewhere else.</summary>
internal static class FallbackRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent)
    {
        var uses = ProviderUses.Of(agent.Spec).ToList();
        foreach (var fallback in uses.Where(use => use.IsFallback))
        {
            if (uses.First(use => use.Modality == fallback.Modality) is var primary && primary.ProviderRef == fallback.ProviderRef && primary.Model == fallback.Model)
            {
                yield return new(fallback.Path, "is the same provider and model that it stands in for", "name another one, or remove it");
            }
        }

        if (agent.Spec.Pipeline.Cascade?.Llm is { Hedging: Objects.Toggle.Enabled, Fallbacks.Count: 0 })
        {
            yield return new("spec.pipeline.cascade.llm.hedging", "needs a fallback to ask as well", "add one to spec.pipeline.cascade.llm.fallbacks");
        }
    }
}

/// <summary>A reminder comes before the call is given up.</summary>
internal static class IdleRules
{
    public static IEnumerable<ResourceProblem> Check(VoiceAgentResource agent)
    {
        var (idle, limits) = (agent.Spec.Idle, agent.Spec.Limits);
        if (idle.MaxReminders > 0 && idle.ReminderSeconds >= limits.MaxIdleSeconds)
        {
            yield return new("spec.idle.reminderSeconds", $"must be less than spec.limits.maxIdleSeconds ({limits.MaxIdleSeconds})", "or set spec.idle.maxReminders to 0");
        }
    }
}
