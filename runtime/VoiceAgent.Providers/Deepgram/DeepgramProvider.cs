using VoiceAgent.Providers.Ears;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Deepgram;

/// <summary>Deepgram: the ears Nova and Flux, and the Aura voices.</summary>
internal static class DeepgramProvider
{
    private static readonly Uri Home = new("https://api.deepgram.com");

    public static VoiceProvider Create(ProviderConnection connection, VendorServices services)
    {
        var vendor = new VendorConnection(connection, "Deepgram", connection.Endpoint ?? Home, new VendorKey("Authorization", "Token "), services);
        var warmth = new VendorWarmth(vendor, "/v1/models", DeepgramFaults.Read);
        var transcriber = new SocketTranscriber(vendor, options => options.Model?.StartsWith("flux", StringComparison.Ordinal) == true
            ? new FluxEar(vendor, options)
            : new ListenEar(vendor, options));
        return new VoiceProvider(vendor.Name, transcriber, null, new DeepgramSynthesizer(vendor, warmth)) { Shared = vendor };
    }
}
