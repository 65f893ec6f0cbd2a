using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Mouths;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>
/// ElevenLabs' speech: one warm socket a call and a context for every sentence, which is what lets a sentence end, be cancelled and overlap with the next
/// without a word about the others; or over HTTP where the model or the network has no sockets.
/// </summary>
internal sealed class ElevenLabsSynthesizer(VendorConnection connection, VendorWarmth warmth) : ISpeechSynthesizer
{
    // The vendor takes five contexts at a time: these, the one that stands ready, and one that is just being closed.
    private readonly SocketSynthesis _sockets = new(connection, warmth) { AtOnce = 3 };

    public async ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken)
    {
        var voice = new ElevenLabsVoice(connection, options);
        var http = new HttpMouth(connection, voice);
        if (!voice.OverHttp)
        {
            return await _sockets.OpenAsync((broken, token) => ContextLine.OpenAsync(connection, voice, broken, token), http, cancellationToken);
        }

        await warmth.EnsureAsync(CallStage.Speech, cancellationToken);
        return http;
    }
}
