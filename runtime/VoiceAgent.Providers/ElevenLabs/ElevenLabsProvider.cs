using VoiceAgent.Providers.Ears;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>ElevenLabs: voices, and the Scribe ear.</summary>
internal static class ElevenLabsProvider
{
    private static readonly Uri Home = new("https://api.elevenlabs.io");

    public static VoiceProvider Create(ProviderConnection connection, VendorServices services)
    {
        var vendor = new VendorConnection(connection, "ElevenLabs", connection.Endpoint ?? Home, new VendorKey("xi-api-key"), services);
        var warmth = new VendorWarmth(vendor, "/v1/models", ElevenLabsFaults.Read);
        var transcriber = new SocketTranscriber(vendor, options => new ScribeEar(vendor, options));
        return new VoiceProvider(vendor.Name, transcriber, null, new ElevenLabsSynthesizer(vendor, warmth)) { Shared = vendor };
    }
}
