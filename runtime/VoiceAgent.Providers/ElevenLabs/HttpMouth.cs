using System.Runtime.CompilerServices;
using System.Text.Json;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>Sentences over HTTP: a JSON value a line, each with audio and the places of its characters. For models and networks without sockets.</summary>
internal sealed class HttpMouth(VendorConnection connection, ElevenLabsVoice voice) : ISpeechStream
{
    public int SampleRate => ElevenLabsVoice.SampleRate;

    public async IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var patience = new Patience(connection.Options.AnswerWithin, connection.Time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, voice.Http) { Content = JsonBody.Of(voice.Body(text)) };
        using var response = await HttpAnswer.SendAsync(connection, CallStage.Speech, request, ElevenLabsFaults.Read, patience);
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);

        // Not JsonSerializer's own stream of values: it waits until its buffer is full, which is a quarter of a second of audio.
        using var lines = new StreamReader(body);
        var pieces = new SpokenPieces(text);
        while (await NextAsync(lines, patience) is { } piece)
        {
            if (pieces.Samples == 0)
            {
                RawAudio.Check(connection, piece.Audio);
            }

            patience.Rest();
            yield return pieces.Read(piece.Audio, piece.Alignment, AlignmentNames.Http);
            patience.Renew(connection.Options.StallWithin);
        }

        if (pieces.Samples == 0)
        {
            throw connection.Faults.Malformed(CallStage.Speech, "no audio");
        }

        var usage = new ProviderUsage { Characters = text.Length, Audio = TimeSpan.FromSeconds((double)pieces.Samples / SampleRate) };
        yield return new SpeechChunk(default, Usage: usage);
    }

    public ValueTask DisposeAsync() => default;

    private async ValueTask<ContextPiece?> NextAsync(StreamReader lines, Patience patience)
    {
        try
        {
            string? line;
            do
            {
                line = await lines.ReadLineAsync(patience.Token);
            }
            while (line is { Length: 0 });

            if (line is null)
            {
                return null;
            }

            using var value = JsonDocument.Parse(line);
            var audio = value.RootElement.GetProperty("audio_base64").GetBytesFromBase64();
            return new ContextPiece(audio, value.RootElement.TryGetProperty("alignment", out var alignment) ? alignment.Clone() : null, IsFinal: false);
        }
        catch (Exception failure)
        {
            throw HttpAnswer.Sorted(
                connection, CallStage.Speech, failure is KeyNotFoundException or InvalidOperationException ? new JsonException(failure.Message) : failure, patience);
        }
    }
}
