using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Providers.Wire;

/// <summary>Speech that comes as the raw samples of one HTTP answer.</summary>
internal sealed record RawSpeech(VendorConnection Connection, Func<JsonElement, Refusal> ReadRefusal, int SampleRate)
{
    /// <summary>Sends a request and gives its answer away as it comes. The request goes out when the first piece is asked for.</summary>
    /// <param name="request">Disposed here.</param>
    /// <param name="characters">How much text is spoken: what the vendors bill.</param>
    /// <param name="cancellationToken">Ends the request at once.</param>
    public async IAsyncEnumerable<SpeechChunk> ReadAsync(HttpRequestMessage request, int characters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var sent = request;
        using var patience = new Patience(Connection.Options.AnswerWithin, Connection.Time, cancellationToken);
        using var response = await HttpAnswer.SendAsync(Connection, CallStage.Speech, request, ReadRefusal, patience);
        CheckType(response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        var reader = new PcmReader(body);
        long samples = 0;
        while (await NextAsync(reader, patience) is { Length: > 0 } piece)
        {
            if (samples == 0)
            {
                RawAudio.Check(Connection, MemoryMarshal.AsBytes(piece.Span));
            }

            samples += piece.Length;
            patience.Rest();
            yield return new SpeechChunk(piece);
            patience.Renew(Connection.Options.StallWithin);
        }

        if (samples == 0)
        {
            throw Connection.Faults.Malformed(CallStage.Speech, "no audio");
        }

        var usage = new ProviderUsage { Characters = characters, Audio = TimeSpan.FromSeconds((double)samples / SampleRate) };
        yield return new SpeechChunk(default, Usage: usage);
    }

    private async ValueTask<ReadOnlyMemory<short>> NextAsync(PcmReader reader, Patience patience)
    {
        try
        {
            return await reader.ReadAsync(patience.Token);
        }
        catch (Exception failure)
        {
            throw HttpAnswer.Sorted(Connection, CallStage.Speech, failure, patience);
        }
    }

    private void CheckType(string? type)
    {
        // Servers that are merely compatible name raw samples in many ways, or not at all; these are certainly something else.
        if (type is not null && (type.Contains("json") || type.StartsWith("text/", StringComparison.Ordinal)
            || type is "audio/mpeg" or "audio/mp3" or "audio/ogg" or "audio/opus" or "audio/aac" or "audio/flac" or "audio/wav" or "audio/x-wav"))
        {
            throw RawAudio.WrongFormat(Connection, type);
        }
    }
}
