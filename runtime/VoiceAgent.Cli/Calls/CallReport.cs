using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Cli.Calls;

/// <summary>Prints a call: turn by turn for people, or as one JSON object at its end for programs.</summary>
internal sealed class CallReport(TextWriter output, bool json)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly (string Mark, string Words)[] Stages =
    [
        ("turn_decided_ms", "turn decided"),
        ("final_transcript_ms", "transcript"),
        ("knowledge_found_ms", "knowledge"),
        ("first_token_ms", "first token"),
        ("first_sentence_ms", "first sentence"),
        ("first_audio_ms", "first audio"),
        ("first_audible_ms", "audible"),
    ];

    /// <summary>A turn is over.</summary>
    public void Turn(CallTurn turn)
    {
        if (json)
        {
            return;
        }

        output.WriteLine($"{turn.Speaker,-7} {(turn.Text.Length > 0 ? turn.Text : "(nothing that could be understood)")}");
        if (turn.GeneratedText is { } generated)
        {
            output.WriteLine($"        {turn.Outcome}; would have said: {generated}");
        }

        if (turn.Timings is { } timings && timings.TryGetValue("speech_ended_ms", out var spoken))
        {
            var stages = Stages.Where(stage => timings.ContainsKey(stage.Mark)).OrderBy(stage => timings[stage.Mark]).Select(stage => string.Create(
                CultureInfo.InvariantCulture, $"{stage.Words} {timings[stage.Mark] - spoken:0}"));
            output.WriteLine($"        ms after the caller's last word: {string.Join(", ", stages)}");
        }
    }

    /// <summary>The call is over.</summary>
    public void End(CallLog log, string agent, string? answerFile, string? failure)
    {
        if (json)
        {
            var whole = new { log.CallId, Agent = agent, log.Revision, log.Turns, log.Ending, log.DurationMs, Answer = answerFile, Failure = failure };
            output.WriteLine(JsonSerializer.Serialize(whole, Format));
        }
        else if (log.CallId is not null)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"call {log.CallId} with {agent} (revision {log.Revision}): {log.Ending}{(log.DurationMs is { } ms ? $" after {ms / 1000:0.0} s" : "")}"));
        }
    }
}
