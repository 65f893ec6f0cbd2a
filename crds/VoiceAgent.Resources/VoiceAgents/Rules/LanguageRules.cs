using VoiceAgent.Resources.Reading;

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
            yield return new(path, $"{language} is not among spec.languages",
                Suggestion.For(language, languages) ?? "add it there or remove it here");
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
