using VoiceAgent.Conversation;
using VoiceAgent.Providers;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>Knows how to reach each vendor.</summary>
internal interface IVendors
{
    /// <summary>The vendor's services under one credential. Nothing is sent yet.</summary>
    /// <exception cref="ProviderException">There is no adapter for this vendor, or what its services need is missing.</exception>
    VoiceProvider Make(ProviderConnection connection);
}

/// <summary>The vendors that this version has adapters for.</summary>
internal sealed class Vendors(TimeProvider time, ILoggerFactory loggers) : IVendors
{
    public VoiceProvider Make(ProviderConnection connection) => VendorProviders.Create(connection, options: null, time, loggers);
}
