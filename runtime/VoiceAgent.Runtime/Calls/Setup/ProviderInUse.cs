using System.Collections.Concurrent;
using VoiceAgent.Conversation.Failover;
using VoiceAgent.Providers;
using VoiceAgent.Resources.Tenants;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>A provider with the health of each of its services. What one call learns of it, the next call knows.</summary>
internal sealed class ProviderInUse(VoiceProvider provider, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Modality, LinkHealth> _health = new();

    public VoiceProvider Provider => provider;

    public LinkHealth Health(Modality modality) => _health.GetOrAdd(modality, _ => new LinkHealth(time));

    public ValueTask DisposeAsync() => provider.DisposeAsync();
}
