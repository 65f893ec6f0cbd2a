using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.KnowledgeBases.Rules;

/// <summary>What a knowledge base's structure alone cannot say.</summary>
internal static class KnowledgeBaseRules
{
    public static IReadOnlyList<ResourceRule<KnowledgeBaseResource>> All { get; } =
    [
        new(["spec.embedding", "spec.vector"], CheckHybrid),
        new(["spec.sources"], CheckSources),
    ];

    private static IEnumerable<ResourceProblem> CheckHybrid(KnowledgeBaseResource resource)
    {
        if (resource.Spec.Vector.Hybrid != HybridSearch.Disabled && resource.Spec.Embedding is null)
        {
            yield return new("spec.vector.hybrid", "joins a search by words with one by vectors, and there are no vectors",
                "set spec.embedding, or leave hybrid out: words are searched anyway");
        }
    }

    private static IEnumerable<ResourceProblem> CheckSources(KnowledgeBaseResource resource) =>
        resource.Spec.Sources.SelectMany((source, i) => CheckSource(source, $"spec.sources[{i}]"));

    private static IEnumerable<ResourceProblem> CheckSource(SourceDefinition source, string path)
    {
        if (source.Inline is not null && source.Include.Concat(source.Exclude).Any())
        {
            yield return new($"{path}.{(source.Include.Count > 0 ? "include" : "exclude")}",
                "has nothing to choose from: an inline source is one text", "remove it");
        }

        foreach (var both in source.Exclude.Select((pattern, i) => (pattern, i)).Where(pair => source.Include.Contains(pair.pattern)))
        {
            yield return new($"{path}.exclude[{both.i}]", $"{both.pattern} is included and excluded", "keep one");
        }

        for (var i = 0; i < (source.Web?.Urls.Count ?? 0); i++)
        {
            if (!Uri.TryCreate(source.Web!.Urls[i], UriKind.Absolute, out _))
            {
                yield return new($"{path}.web.urls[{i}]", "is not an address", "such as https://clinic.example/faq");
            }
        }
    }
}
