using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>ElevenLabs' speech: over a socket, or over HTTP where the model or the network has none.</summary>
internal sealed class ElevenLabsSynthesizer(VendorConnection connection, VendorWarmth warmth) : ISpeechSynthesizer
{
    public async ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken)
    {
        var voice = new ElevenLabsVoice(connection, options);
        if (voice.OverHttp)
        {
            await warmth.EnsureAsync(CallStage.Speech, cancellationToken);
            return new HttpMouth(connection, voice);
        }

        try
        {
            return await SocketMouth.OpenAsync(connection, voice, cancellationToken);
        }
        catch (ProviderException fault) when (VendorFaults.IsWorthRepeating(fault))
        {
            // Networks that let no socket through mostly let requests through.
            await warmth.EnsureAsync(CallStage.Speech, cancellationToken);
            connection.Logger.SpeaksOverHttp(connection.Name, fault.Message);
            return new HttpMouth(connection, voice);
        }
    }
}
