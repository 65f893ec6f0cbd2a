using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Ears;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.OpenAI;

/// <summary>One utterance as a file to <c>/audio/transcriptions</c>; its text back at once or in pieces.</summary>
internal sealed class TranscriptionRequest(VendorConnection connection, TranscriptionOptions options, OpenAIDialect dialect)
{
    private readonly string _model = options.Model!;

    public async Task<Transcript> TranscribeAsync(Utterance utterance, Action<string> guess, CancellationToken cancellationToken)
    {
        using var patience = new Patience(connection.Options.FinalWithin, connection.Time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, connection.At("/audio/transcriptions")) { Content = Form(utterance) };
        using var response = await HttpAnswer.SendAsync(connection, CallStage.Transcription, request, OpenAIFaults.Read, patience);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            {
                return await ReadPiecesAsync(body, guess, patience);
            }

            using var answer = await JsonDocument.ParseAsync(body, cancellationToken: patience.Token);
            return TranscriptionAnswer.Read(answer.RootElement) ?? throw connection.Faults.Malformed(CallStage.Transcription, "an answer without a text");
        }
        catch (Exception failure)
        {
            throw HttpAnswer.Sorted(connection, CallStage.Transcription, failure, patience);
        }
    }

    private async Task<Transcript> ReadPiecesAsync(Stream body, Action<string> guess, Patience patience)
    {
        var heard = "";
        await foreach (var item in SseParser.Create(body).EnumerateAsync(patience.Token))
        {
            patience.Renew(connection.Options.StallWithin);
            if (item.Data == "[DONE]")
            {
                break;
            }

            using var piece = JsonDocument.Parse(item.Data);
            switch (piece.RootElement.TryGetProperty("type", out var type) ? type.GetString() : null)
            {
                case "transcript.text.delta":
                    guess(heard += piece.RootElement.GetProperty("delta").GetString());
                    break;
                case "transcript.text.done":
                    return TranscriptionAnswer.Read(piece.RootElement) ?? throw connection.Faults.Malformed(CallStage.Transcription, "an answer without a text");
                case null or "error":
                    throw connection.Faults.Event(CallStage.Transcription, OpenAIFaults.Read(piece.RootElement));
            }
        }

        throw connection.Faults.Vendor(CallStage.Transcription, $"{connection.Vendor} broke off its transcript.");
    }

    private MultipartFormDataContent Form(Utterance utterance)
    {
        var samples = new short[utterance.Count];
        utterance.Read(0, samples);
        var form = new MultipartFormDataContent();
        var file = WavContent.Of(samples, AudioFormat.HearingRate);
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = "\"utterance.wav\"" };
        form.Add(file);
        foreach (var (name, value) in Fields())
        {
            form.Add(new StringContent(value) { Headers = { ContentType = null, ContentDisposition = new("form-data") { Name = $"\"{name}\"" } } });
        }

        return form;
    }

    private IEnumerable<(string Name, string Value)> Fields()
    {
        var own = dialect == OpenAIDialect.Own;
        var diarizes = _model.Contains("diarize", StringComparison.Ordinal);
        var whisper = _model == "whisper-1";
        yield return ("model", _model);
        yield return ("language", OpenAILanguage.Of(options.Language));

        // The long form says how sure Whisper is that nobody spoke.
        yield return ("response_format", own && whisper ? "verbose_json" : "json");
        if (!diarizes && OpenAIPrompt.Of(options) is { Length: > 0 } prompt)
        {
            yield return ("prompt", prompt);
        }

        if (own && !whisper && !diarizes)
        {
            yield return ("stream", "true");
            if (_model.StartsWith("gpt-4o", StringComparison.Ordinal))
            {
                yield return ("include[]", "logprobs");
            }
        }

        if (options.Settings.TryGetValue("temperature", out var temperature))
        {
            yield return ("temperature", temperature);
        }
    }
}

/// <summary>OpenAI takes ISO 639-1 alone: <c>en</c>, not <c>en-US</c>.</summary>
internal static class OpenAILanguage
{
    public static string Of(string tag) => tag.Split('-')[0].ToLowerInvariant();
}

/// <summary>What the model is told to expect: the setting <c>prompt</c>, or else what callers of the agent are likely to talk about.</summary>
internal static class OpenAIPrompt
{
    // Whisper keeps the last 224 tokens of a prompt; 600 characters are fewer in any language written in letters.
    private const int Longest = 600;

    public static string Of(TranscriptionOptions options)
    {
        if (options.Settings.TryGetValue("prompt", out var prompt))
        {
            return prompt;
        }

        var length = 0;
        return string.Join(' ', options.Vocabulary.Sentences.TakeWhile(sentence => (length += sentence.Length + 1) <= Longest));
    }
}
