using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Mouths;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Deepgram;

/// <summary>Deepgram's voices (Aura): one warm socket a call, sentence after sentence.</summary>
internal sealed class DeepgramSynthesizer(VendorConnection connection, VendorWarmth warmth) : ISpeechSynthesizer
{
    // The vendor takes 20 flushes a minute, and each sentence needs one.
    private readonly SocketSynthesis _sockets = new(connection, warmth) { AtOnce = 1, PerMinute = 20 };

    public async ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken)
    {
        if (options.RatePercent is < 50 or > 200)
        {
            throw connection.Faults.Configuration(CallStage.Speech, $"A speaking rate of {options.RatePercent} percent is outside 50 to 200.");
        }

        var voice = new AuraVoice(connection, options);
        return await _sockets.OpenAsync((broken, token) => AuraLine.OpenAsync(connection, voice, broken, token), new Http(connection, voice), cancellationToken);
    }

    private sealed class Http(VendorConnection connection, AuraVoice voice) : ISpeechStream
    {
        private readonly RawSpeech _speech = new(connection, DeepgramFaults.Read, AuraVoice.SampleRate);

        public int SampleRate => AuraVoice.SampleRate;

        public IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, CancellationToken cancellationToken) =>
            _speech.ReadAsync(new HttpRequestMessage(HttpMethod.Post, voice.Http) { Content = JsonBody.Of(AuraVoice.Body(text)) }, text.Length, cancellationToken);

        public ValueTask DisposeAsync() => default;
    }
}
