using VoiceAgent.Conversation;
using VoiceAgent.Providers;
using VoiceAgent.Resources.References;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Lifetimes;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>
/// The tenants' providers, made when first needed and shared by all calls. A provider that was edited is made anew for new calls.
/// </summary>
internal sealed class ProviderPool(ICatalog catalog, ISecretStore secrets, IVendors vendors, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Made> _made = new(StringComparer.Ordinal);

    /// <summary>Begins to use a provider.</summary>
    /// <exception cref="ProviderException">There is none of this name, or it cannot be made; the message says what to do.</exception>
    public Shared<ProviderInUse>.Use Take(string tenantId, string name)
    {
        if (!catalog.Current.Tenants.TryGetValue(tenantId, out var tenant)
            || tenant.Resource.Spec.Providers.FirstOrDefault(one => one.Name == name) is not { } definition)
        {
            throw new ProviderException(name, CallStage.Media, FaultOwner.Configuration, $"The tenant has no provider {name}.");
        }

        // The embedded engines hold no key and are heavy: tenants share them.
        var key = definition.Type == ProviderType.Local ? $"local/{name}" : $"{tenantId}/{name}";
        lock (_gate)
        {
            if (_made.TryGetValue(key, out var made) && made.Definition.Equals(definition) && made.Provider.TryUse() is { } use)
            {
                return use;
            }

            var provider = new Shared<ProviderInUse>(new ProviderInUse(Make(tenant.Resource, definition), time));
            _made[key] = new Made(definition, provider);
            made?.Provider.RetireAsync().AsTask();
            return provider.TryUse()!;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var made in _made.Values)
        {
            await made.Provider.RetireAsync();
        }
    }

    private VoiceProvider Make(TenantResource tenant, ProviderDefinition definition)
    {
        var home = tenant.Spec.Namespace.NameFor(tenant.Metadata.Name);
        return vendors.Make(new ProviderConnection(
            definition.Name,
            definition.Type.ToString(),
            definition.Endpoint is { } endpoint ? new Uri(endpoint) : null,
            () => Read(home, definition.CredentialsRef))
        {
            Settings = definition.Options,
            CertificateAuthorities = Read(home, definition.CaCertificateRef),
        });
    }

    private string? Read(string home, SecretKeyRef? reference) => reference is null ? null : secrets.Read(home, reference.Name, reference.Key);

    private sealed record Made(ProviderDefinition Definition, Shared<ProviderInUse> Provider);
}
