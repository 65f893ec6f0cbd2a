using VoiceAgent.Resources.KnowledgeBases;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Tenants;

namespace VoiceAgent.Resources.Linking;

/// <summary>What a knowledge base names outside itself.</summary>
internal static class KnowledgeBaseReferences
{
    public static IEnumerable<BrokenReference> Check(KnowledgeBaseResource resource, Surroundings around)
    {
        var spec = resource.Spec;
        var embedding = spec.Embedding is { } model
            ? Lookup.Provider(model.ProviderRef, Modality.Embedding, "spec.embedding", around.Tenant) : [];
        var reranker = spec.Retrieval.Reranker is { } ranking
            ? Lookup.Provider(ranking.ProviderRef, Modality.Reranking, "spec.retrieval.reranker", around.Tenant) : [];
        return embedding.Concat(spec.Sources.SelectMany((source, i) => CheckSource(source, $"spec.sources[{i}]", around))).Concat(reranker);
    }

    private static IEnumerable<BrokenReference> CheckSource(SourceDefinition source, string path, Surroundings around)
    {
        if (source.Files is { } files && around.FolderExists is { } exists && !exists(files.Path))
        {
            yield return new(Reasons.FolderNotFound,
                new($"{path}.files.path", $"there is no folder {files.Path}", "create it beside the resource, or name one that exists"));
        }

        var configMaps = around.ConfigMapKeys?.Keys.ToList();
        var named = source.ConfigMap is { } map
            ? Lookup.Named(map.Name, $"{path}.configMap.name", configMaps, "ConfigMap", Reasons.ConfigMapNotFound) : [];
        var secrets = Lookup.Secret(source.S3?.CredentialsRef, $"{path}.s3.credentialsRef", around)
            .Concat(Lookup.Secret(source.Git?.CredentialsRef, $"{path}.git.credentialsRef", around));
        foreach (var broken in named.Concat(secrets))
        {
            yield return broken;
        }
    }
}
