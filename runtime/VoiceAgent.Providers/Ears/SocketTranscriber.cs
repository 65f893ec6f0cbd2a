using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Ears;

/// <summary>Hears over one socket a call.</summary>
internal sealed class SocketTranscriber(VendorConnection connection, Func<TranscriptionOptions, EarDialect> dialect) : ITranscriber
{
    public async ValueTask<ITranscription> OpenAsync(TranscriptionOptions options, CancellationToken cancellationToken)
    {
        // Once, so that a wrong setting is found out before anything is dialled.
        _ = dialect(options).Address;
        var listener = new SocketListener(connection, () => dialect(options));
        await listener.OpenAsync(cancellationToken);
        return new VendorTranscription(connection, listener);
    }
}
