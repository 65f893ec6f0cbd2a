using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.References;
using VoiceAgent.Resources.Tenants;

namespace VoiceAgent.Resources.Linking;

/// <summary>Follows one name.</summary>
internal static class Lookup
{
    public static IEnumerable<BrokenReference> Named(string name, string path, IReadOnlyCollection<string>? known, string what,
        string reason)
    {
        if (known is not null && !known.Contains(name))
        {
            yield return new(reason,
                new(path, $"there is no {what} {name}", Suggestion.For(name, known) ?? "create it, or name one that exists"));
        }
    }

    public static IEnumerable<BrokenReference> Provider(ProviderRef reference, Modality modality, string path, TenantResource? tenant)
    {
        if (tenant is null)
        {
            return [];
        }

        var provider = tenant.Spec.Providers.FirstOrDefault(candidate => candidate.Name == reference.Name);
        if (provider is null)
        {
            return Named(reference.Name, $"{path}.providerRef.name", [.. tenant.Spec.Providers.Select(p => p.Name)],
                $"provider in tenant {tenant.Metadata.Name} called", Reasons.ProviderNotFound);
        }

        return ProviderAbilities.Can(provider.Type, modality)
            ? []
            : [new(Reasons.ProviderUnsuitable,
                new($"{path}.providerRef.name", $"{provider.Type} offers no {Words(modality)}", "name another provider of the tenant"))];
    }

    public static IEnumerable<BrokenReference> Secret(SecretKeyRef? reference, string path, Surroundings around) =>
        reference is null ? []
            : Keyed(reference.Name, reference.Key, path, around.SecretKeys, "Secret", Reasons.SecretNotFound, Reasons.SecretKeyMissing);

    public static IEnumerable<BrokenReference> ConfigMap(ConfigMapKeyRef? reference, string path, Surroundings around) =>
        reference is null ? []
            : Keyed(reference.Name, reference.Key, path, around.ConfigMapKeys, "ConfigMap", Reasons.ConfigMapNotFound,
            Reasons.ConfigMapKeyMissing);

    private static IEnumerable<BrokenReference> Keyed(
        string name, string key, string path, IReadOnlyDictionary<string, IReadOnlySet<string>>? known, string what, string missing,
            string keyMissing)
    {
        if (known is null)
        {
            return [];
        }

        return known.TryGetValue(name, out var keys)
            ? Named(key, $"{path}.key", [.. keys], $"key in {what} {name} called", keyMissing)
            : Named(name, $"{path}.name", [.. known.Keys], what, missing);
    }

    private static string Words(Modality modality) => modality switch
    {
        Modality.SpeechToText => "speech to text",
        Modality.LanguageModel => "language model",
        Modality.TextToSpeech => "text to speech",
        Modality.SpeechToSpeech => "speech-to-speech model",
        Modality.Embedding => "embeddings",
        Modality.Reranking or _ => "reranking",
    };
}
