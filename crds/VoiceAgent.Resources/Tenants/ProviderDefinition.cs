using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.Tenants;

/// <summary>A vendor of speech or language that a tenant's agents may use.</summary>
[RequiredWhen(nameof(Endpoint), nameof(Type), ProviderType.AzureOpenAI, ProviderType.OpenAICompatible)]
[RequiredWhen(nameof(CredentialsRef), nameof(Type), ProviderType.OpenAI, ProviderType.AzureOpenAI, ProviderType.Anthropic,
    ProviderType.ElevenLabs, ProviderType.Deepgram)]
public sealed record ProviderDefinition
{
    /// <summary>What agents call it.</summary>
    [Length(1, 63), Pattern(Patterns.DnsLabel)]
    public required string Name { get; init; }

    /// <summary>The vendor.</summary>
    public required ProviderType Type { get; init; }

    /// <summary>The address, where it is not the vendor's own.</summary>
    [Length(8, 512), Pattern(Patterns.WebAddress)]
    public string? Endpoint { get; init; }

    /// <summary>The Secret that holds the key, in the tenant's namespace.</summary>
    public SecretKeyRef? CredentialsRef { get; init; }

    /// <summary>The Secret that holds the certificate authority of the endpoint (PEM).</summary>
    public SecretKeyRef? CaCertificateRef { get; init; }

    /// <summary>Further settings that only this vendor knows, such as <c>organization</c> or <c>apiVersion</c>.</summary>
    [Length(0, 16), Each(0, 256)]
    public IReadOnlyDictionary<string, string> Options { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}

/// <summary>A vendor of speech or language.</summary>
public enum ProviderType
{
    /// <summary>OpenAI.</summary>
    OpenAI,

    /// <summary>OpenAI's models on Azure.</summary>
    AzureOpenAI,

    /// <summary>Anthropic.</summary>
    Anthropic,

    /// <summary>ElevenLabs.</summary>
    ElevenLabs,

    /// <summary>Deepgram.</summary>
    Deepgram,

    /// <summary>Anything that speaks OpenAI's HTTP interface: vLLM, Ollama, speaches.</summary>
    OpenAICompatible,

    /// <summary>The embedded engines: no key, no network.</summary>
    Local,
}
