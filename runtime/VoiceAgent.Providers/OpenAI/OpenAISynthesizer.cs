using System.Text.Json.Nodes;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.OpenAI;

/// <summary>OpenAI's speech, sentence by sentence, each a stream of raw samples.</summary>
internal sealed class OpenAISynthesizer(VendorConnection connection, VendorWarmth warmth) : ISpeechSynthesizer
{
    private const string DefaultModel = "gpt-4o-mini-tts";
    private const string DefaultVoice = "alloy";

    public async ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken)
    {
        // The description gives 0.25 to 4; the agent's own range lies within it.
        if (options.RatePercent is < 50 or > 200)
        {
            throw connection.Faults.Configuration(CallStage.Speech, $"A speaking rate of {options.RatePercent} percent is outside 50 to 200.");
        }

        connection.RequireKey(CallStage.Speech);
        await warmth.EnsureAsync(CallStage.Speech, cancellationToken);
        return new Mouth(connection, options);
    }

    private sealed class Mouth(VendorConnection connection, SpeechOptions options) : ISpeechStream
    {
        private readonly RawSpeech _speech = new(connection, OpenAIFaults.Read, 24_000);

        // The format "pcm" is 24 kHz, mono, signed 16-bit little-endian, without a header.
        public int SampleRate => 24_000;

        public IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, CancellationToken cancellationToken) =>
            _speech.ReadAsync(Request(text), text.Length, cancellationToken);

        public ValueTask DisposeAsync() => default;

        private HttpRequestMessage Request(string text)
        {
            var body = new JsonObject
            {
                ["model"] = options.Model ?? DefaultModel,
                ["input"] = text,
                ["voice"] = options.Voice ?? DefaultVoice,
                ["response_format"] = "pcm",
            };
            if (options.RatePercent != 100)
            {
                body["speed"] = options.RatePercent / 100.0;
            }

            if (options.Settings.TryGetValue("instructions", out var instructions))
            {
                body["instructions"] = instructions;
            }

            return new HttpRequestMessage(HttpMethod.Post, connection.At("/audio/speech")) { Content = JsonBody.Of(body) };
        }
    }
}
