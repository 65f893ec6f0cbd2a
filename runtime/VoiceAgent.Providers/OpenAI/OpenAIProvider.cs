using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.OpenAI;

/// <summary>OpenAI, and whatever speaks its HTTP interface: vLLM, Ollama, speaches.</summary>
internal static class OpenAIProvider
{
    private static readonly Uri Home = new("https://api.openai.com/v1");

    public static VoiceProvider Create(ProviderConnection connection, VendorServices services)
    {
        var vendor = new VendorConnection(connection, "OpenAI", connection.Endpoint ?? Home, VendorKey.Bearer, services);
        return Create(vendor, OpenAIDialect.Own);
    }

    public static VoiceProvider CreateCompatible(ProviderConnection connection, VendorServices services)
    {
        var faults = new VendorFaults(connection.Name, connection.Name);
        var address = connection.Endpoint ?? throw faults.Configuration(Conversation.CallStage.Media, "An OpenAI-compatible provider needs an endpoint.");
        return Create(new VendorConnection(connection, connection.Name, address, VendorKey.OptionalBearer, services), OpenAIDialect.Compatible);
    }

    public static VoiceProvider Create(VendorConnection vendor, OpenAIDialect dialect)
    {
        var warmth = new VendorWarmth(vendor, "/models", OpenAIFaults.Read);
        return new VoiceProvider(vendor.Name, new OpenAITranscriber(vendor, warmth, dialect), OpenAIModels.Chat(vendor, dialect), new OpenAISynthesizer(vendor, warmth))
        {
            Embeddings = OpenAIModels.Embeddings(vendor),
            Shared = vendor,
        };
    }
}

/// <summary>What tells OpenAI itself from those that speak like it.</summary>
internal enum OpenAIDialect
{
    /// <summary>OpenAI, or its models on Azure: everything in the published description.</summary>
    Own,

    /// <summary>Only what all servers of the kind understand.</summary>
    Compatible,
}
