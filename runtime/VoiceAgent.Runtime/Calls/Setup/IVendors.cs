using VoiceAgent.Conversation;
using VoiceAgent.Providers;
using VoiceAgent.Providers.Local;
using VoiceAgent.Resources.Tenants;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>Knows how to reach each vendor.</summary>
internal interface IVendors
{
    /// <summary>The vendor's services under one credential.</summary>
    /// <exception cref="ProviderException">There is no adapter for this vendor, or its services cannot be made.</exception>
    VoiceProvider Make(ProviderType type, ProviderConnection connection);
}

/// <summary>The vendors that this version has adapters for.</summary>
internal sealed class Vendors : IVendors
{
    public VoiceProvider Make(ProviderType type, ProviderConnection connection) => type switch
    {
        ProviderType.Local => LocalProvider.Create(connection),
        _ => throw new ProviderException(
            connection.Name, CallStage.Media, FaultOwner.Configuration, $"This version has no adapter for providers of type {type}."),
    };
}
