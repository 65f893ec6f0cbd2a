using VoiceAgent.Resources.Tenants;

namespace VoiceAgent.Resources.Linking;

/// <summary>What a tenant names outside itself: Secrets in its namespace.</summary>
internal static class TenantReferences
{
    public static IEnumerable<BrokenReference> Check(TenantResource tenant, Surroundings around)
    {
        var spec = tenant.Spec;
        return spec.Providers.SelectMany((provider, i) =>
            Lookup.Secret(provider.CredentialsRef, $"spec.providers[{i}].credentialsRef", around)
                .Concat(Lookup.Secret(provider.CaCertificateRef, $"spec.providers[{i}].caCertificateRef", around)))
            .Concat(spec.Trunks.SelectMany((trunk, i) => Lookup.Secret(trunk.CredentialsRef, $"spec.trunks[{i}].credentialsRef", around)))
            .Concat(Lookup.Secret(spec.Database?.ConnectionSecretRef, "spec.database.connectionSecretRef", around))
            .Concat(Lookup.Secret(spec.VectorStore?.Qdrant.ApiKeyRef, "spec.vectorStore.qdrant.apiKeyRef", around));
    }
}
