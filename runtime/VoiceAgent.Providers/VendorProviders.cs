using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VoiceAgent.Conversation;
using VoiceAgent.Providers.Deepgram;
using VoiceAgent.Providers.ElevenLabs;
using VoiceAgent.Providers.Local;
using VoiceAgent.Providers.OpenAI;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers;

/// <summary>Makes a provider of what a tenant says about it, whatever the vendor.</summary>
public static class VendorProviders
{
    private static readonly Dictionary<string, Func<ProviderConnection, VendorServices, VoiceProvider>> Vendors = new(StringComparer.OrdinalIgnoreCase)
    {
        ["OpenAI"] = OpenAIProvider.Create,
        ["OpenAICompatible"] = OpenAIProvider.CreateCompatible,
        ["Deepgram"] = DeepgramProvider.Create,
        ["ElevenLabs"] = ElevenLabsProvider.Create,
        [LocalProvider.Type] = (connection, _) => LocalProvider.Create(connection),
    };

    /// <summary>The values of <c>Tenant.spec.providers[].type</c> that there is an adapter for; case does not matter.</summary>
    public static IReadOnlyCollection<string> Types => Vendors.Keys;

    /// <summary>Makes a provider. Nothing is sent yet: a wrong key is found out by the first call or by a probe.</summary>
    /// <param name="connection">The tenant's own words.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where broken sockets are noted.</param>
    /// <exception cref="ProviderException">There is no adapter for the type, or what it needs is missing.</exception>
    public static VoiceProvider Create(ProviderConnection connection, VendorOptions? options = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!Vendors.TryGetValue(connection.Type, out var create))
        {
            throw new ProviderException(connection.Name, CallStage.Media, FaultOwner.Configuration,
                $"There is no provider type '{connection.Type}'. Known are {string.Join(", ", Vendors.Keys)}.");
        }

        return create(connection, new VendorServices(options ?? new VendorOptions(), time ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance));
    }
}
