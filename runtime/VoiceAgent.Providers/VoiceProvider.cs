using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Providers;

/// <summary>A vendor's services under one credential, ready for any number of calls. A modality that the vendor lacks is null.</summary>
public sealed record VoiceProvider(string Name, ITranscriber? Transcriber, IChatClient? Model, ISpeechSynthesizer? Synthesizer) : IAsyncDisposable
{
    /// <summary>Disposes the services in the order in which audio meets them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in new object?[] { Transcriber, Model, Synthesizer })
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
public sealed record ProviderConnection(string Name, string Type, Uri? Endpoint, Func<string?> Credential);
