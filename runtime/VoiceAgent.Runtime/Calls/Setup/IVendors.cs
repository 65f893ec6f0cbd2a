using VoiceAgent.Conversation;
using VoiceAgent.Providers;
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
internal sealed class Vendors(TimeProvider time, ILoggerFactory loggers) : IVendors
{
    public VoiceProvider Make(ProviderType type, ProviderConnection connection) => VendorProviders.Create(connection with { Type = type.ToString() }, null, time, loggers);
}
