using VoiceAgent.Providers.Tests.Conformance;
using VoiceAgent.Testing.Vendors.OpenAI;

namespace VoiceAgent.Providers.Tests.OpenAI;

public sealed class OpenAIEmbeddingsTests : EmbeddingsConformance<OpenAIServer>
{
    protected override OpenAIServer Server { get; } = new();

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "OpenAI", Server.Address, key);
}

/// <summary>A server of one's own: no key, arrays where base64 was asked for, and the older name of the token limit.</summary>
public sealed class CompatibleEmbeddingsTests : EmbeddingsConformance<OpenAIServer>
{
    protected override OpenAIServer Server { get; } = new() { SendsBase64 = false };

    protected override ProviderConnection Connection(Func<string?> key) => new("vendor", "OpenAICompatible", Server.Address, key);
}
