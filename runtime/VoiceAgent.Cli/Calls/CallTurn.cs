using System.Text.Json;

namespace VoiceAgent.Cli.Calls;

/// <summary>One turn, as <c>--json</c> prints it.</summary>
internal sealed record CallTurn
{
    /// <summary><c>caller</c> or <c>agent</c>.</summary>
    public required string Speaker { get; init; }

    /// <summary>What the caller was understood to say; what the caller heard of the agent.</summary>
    public required string Text { get; init; }

    /// <summary>What the agent would have said, had it not been cut; null when it was not.</summary>
    public string? GeneratedText { get; init; }

    /// <summary>How an agent's turn ended: <c>completed</c>, <c>interrupted</c>, <c>cancelled</c>, <c>failed</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>When each stage of an agent's turn was reached, in milliseconds since the call began, and <c>end_to_end_ms</c>.</summary>
    public IReadOnlyDictionary<string, double>? Timings { get; init; }

    /// <summary>Reads a <c>voiceagent.turn.completed</c> event.</summary>
    public static CallTurn Read(JsonElement completed)
    {
        if (completed.GetProperty("speaker").GetString() == "caller")
        {
            return new CallTurn { Speaker = "caller", Text = completed.GetProperty("text").GetString()! };
        }

        var (generated, heard) = (completed.GetProperty("generated_text").GetString()!, completed.GetProperty("heard_text").GetString()!);
        return new CallTurn
        {
            Speaker = "agent",
            Text = heard,
            GeneratedText = generated == heard ? null : generated,
            Outcome = completed.GetProperty("outcome").GetString(),
            Timings = completed.GetProperty("timings").EnumerateObject()
                .Where(mark => mark.Value.ValueKind == JsonValueKind.Number)
                .ToDictionary(mark => mark.Name, mark => mark.Value.GetDouble()),
        };
    }
}
