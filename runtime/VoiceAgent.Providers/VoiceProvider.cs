using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Providers;

/// <summary>A vendor's services under one credential, ready for any number of calls. A modality that the vendor lacks is null.</summary>
public sealed record VoiceProvider(string Name, ITranscriber? Transcriber, IChatClient? Model, ISpeechSynthesizer? Synthesizer) : IAsyncDisposable
{
    /// <summary>Turns passages into vectors. The model is named with each request.</summary>
    public IEmbeddingGenerator<string, Embedding<float>>? Embeddings { get; init; }

    /// <summary>What the services share: their pooled connections.</summary>
    internal IDisposable? Shared { get; init; }

    /// <summary>Disposes the services in the order in which audio meets them, then what they share.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in new object?[] { Transcriber, Model, Synthesizer, Embeddings, Shared })
        {
            switch (service)
            {
                case IAsyncDisposable disposable: await disposable.DisposeAsync(); break;
                case IDisposable disposable: disposable.Dispose(); break;
            }
        }
    }
}

/// <summary>How a tenant reaches one provider.</summary>
/// <param name="Name">The tenant's name for it; errors and metrics use it.</param>
/// <param name="Type">The vendor, as in <c>Tenant.spec.providers[].type</c>.</param>
/// <param name="Endpoint">Where to find it, or null for the vendor's own address.</param>
/// <param name="Credential">Reads the current credential, so that a rotated one is used without a restart; null when there is none.</param>
public sealed record ProviderConnection(string Name, string Type, Uri? Endpoint, Func<string?> Credential)
{
    /// <summary>Settings that only this vendor knows, as in <c>Tenant.spec.providers[].options</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The certificate authorities (PEM) that sign the endpoint's certificate, where it is not the machine's own that do; null for those.</summary>
    public string? CertificateAuthorities { get; init; }
}
