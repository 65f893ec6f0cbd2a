using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Providers.Local.Speech;

/// <summary>English through flite.</summary>
internal sealed class FliteSpeechStream(FliteVoices voices, string voice, int ratePercent) : ISpeechStream
{
    public int SampleRate => FliteVoice.SampleRate;

    public IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, CancellationToken cancellationToken) => SpokenPieces.ReadAsync(
        SpeechPieces.English(text),
        (piece, output, stop) => voices.UseAsync(voice, instance => instance.Synthesize(piece, ratePercent, output, stop), stop),
        cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
