using System.Text.Json;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Ears;

namespace VoiceAgent.Providers.OpenAI;

/// <summary>A transcript as OpenAI writes it, over HTTP and on its sockets.</summary>
internal static class TranscriptionAnswer
{
    // Whisper's own rule for "nobody spoke": its openai/whisper decoder drops a segment above this chance of silence and below this mean log probability.
    private const double SilenceAbove = 0.6;
    private const double UnsureBelow = -1.0;

    /// <summary>Null when there is no text in it.</summary>
    public static Transcript? Read(JsonElement answer, string textName = "text")
    {
        if (!answer.TryGetProperty(textName, out var text) || text.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var segments = answer.TryGetProperty("segments", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        var spoken = segments.Where(segment => !IsSilence(segment)).ToList();
        return new Transcript(segments.Count == spoken.Count ? text.GetString()! : string.Concat(spoken.Select(segment => segment.GetProperty("text").GetString())))
        {
            Confidence = Confidence(answer, spoken),
            Words = Words(answer),
            Language = answer.TryGetProperty("language", out var language) ? language.GetString() : null,
            Usage = Usage(answer),
        };
    }

    private static bool IsSilence(JsonElement segment) => Number(segment, "no_speech_prob") > SilenceAbove && Number(segment, "avg_logprob") < UnsureBelow;

    private static double? Confidence(JsonElement answer, List<JsonElement> segments)
    {
        var logarithms = answer.TryGetProperty("logprobs", out var tokens) && tokens.ValueKind == JsonValueKind.Array
            ? tokens.EnumerateArray().Select(token => Number(token, "logprob"))
            : segments.Select(segment => Number(segment, "avg_logprob"));
        var known = logarithms.OfType<double>().ToList();
        return known.Count > 0 ? Math.Exp(known.Average()) : null;
    }

    private static List<TranscriptWord> Words(JsonElement answer) =>
        answer.TryGetProperty("words", out var words) && words.ValueKind == JsonValueKind.Array
            ? [.. words.EnumerateArray().Select(word => new TranscriptWord(word.GetProperty("word").GetString() ?? "", At(word, "start"), At(word, "end")))]
            : [];

    private static ProviderUsage? Usage(JsonElement answer)
    {
        if (!answer.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return new ProviderUsage
        {
            Audio = Number(usage, "seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            InputTokens = (long?)Number(usage, "input_tokens"),
            OutputTokens = (long?)Number(usage, "output_tokens"),
        };
    }

    private static TimeSpan At(JsonElement word, string name) => TimeSpan.FromSeconds(Number(word, name) ?? 0);

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
