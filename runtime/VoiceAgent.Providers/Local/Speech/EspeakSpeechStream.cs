using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Providers.Local.Speech;

/// <summary>Any language but English through espeak-ng.</summary>
internal sealed class EspeakSpeechStream(EspeakEngine engine, string voice, int ratePercent) : ISpeechStream
{
    public int SampleRate => engine.SampleRate;

    public IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, CancellationToken cancellationToken) => SpokenPieces.ReadAsync(
        SpeechPieces.Plain(text),
        (piece, output, stop) => engine.SpeakAsync(voice, ratePercent, piece, output, stop),
        cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
