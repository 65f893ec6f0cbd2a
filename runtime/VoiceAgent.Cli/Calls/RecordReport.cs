using System.Globalization;
using System.Text.Json;

namespace VoiceAgent.Cli.Calls;

/// <summary>Prints recorded calls for people.</summary>
internal static class RecordReport
{
    private static readonly (string Field, string Words)[] Stages =
    [
        ("turnDecidedMs", "turn decided"),
        ("finalTranscriptMs", "transcript"),
        ("knowledgeFoundMs", "knowledge"),
        ("firstTokenMs", "first token"),
        ("firstSentenceMs", "first sentence"),
        ("firstAudioMs", "first audio"),
        ("firstAudibleMs", "audible"),
    ];

    public static void List(TextWriter output, JsonElement page)
    {
        var calls = page.GetProperty("items").EnumerateArray().ToArray();
        if (calls.Length == 0)
        {
            output.WriteLine("No calls yet. Make one: voicectl call --agent NAME --text \"Hello\"");
            return;
        }

        output.WriteLine($"{"id",-36}  {"started",-19}  {"seconds",7}  {"turns",5}  {"ended",-14}  agent");
        foreach (var call in calls)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Text(call, "id"),-36}  {call.GetProperty("startedAt").GetDateTimeOffset().ToLocalTime():yyyy-MM-dd HH:mm:ss}  {Seconds(call),7}  {Turns(call),5}  {Text(call, "ending") ?? "running",-14}  {Text(call, "agent")}"));
        }

        if (Text(page, "nextCursor") is not null)
        {
            output.WriteLine("There are more: ask for them with --limit.");
        }
    }

    public static void Show(TextWriter output, JsonElement detail)
    {
        var call = detail.GetProperty("call");
        output.WriteLine($"call {Text(call, "id")} with {Text(call, "agent")} (revision {Text(call, "agentRevision")}): {Text(call, "ending") ?? "running"}, {Seconds(call)} s");
        foreach (var turn in detail.GetProperty("turns").EnumerateArray())
        {
            Turn(output, turn);
        }
    }

    private static void Turn(TextWriter output, JsonElement turn)
    {
        var (generated, heard) = (Text(turn, "text"), Text(turn, "heardText"));
        output.WriteLine($"{Text(turn, "speaker")?.ToLowerInvariant(),-7} {heard ?? generated ?? "(no transcript kept)"}");
        if (heard is not null && generated is not null && heard != generated)
        {
            output.WriteLine($"        {Text(turn, "outcome")}; would have said: {generated}");
        }

        if (turn.GetProperty("waterfall") is { ValueKind: JsonValueKind.Object } times && Number(times, "speechEndedMs") is { } spoken)
        {
            var stages = Stages.Where(stage => Number(times, stage.Field) is not null).OrderBy(stage => Number(times, stage.Field)).Select(stage => $"{stage.Words} {Number(times, stage.Field) - spoken}");
            output.WriteLine($"        ms after the caller's last word: {string.Join(", ", stages)}");
        }
    }

    private static string Seconds(JsonElement call) =>
        Number(call, "durationMs") is { } ms ? (ms / 1000.0).ToString("0.0", CultureInfo.InvariantCulture) : "-";

    private static long Turns(JsonElement call) => (Number(call, "callerTurns") ?? 0) + (Number(call, "agentTurns") ?? 0);

    private static string? Text(JsonElement from, string field) =>
        from.TryGetProperty(field, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static long? Number(JsonElement from, string field) =>
        from.TryGetProperty(field, out var found) && found.ValueKind == JsonValueKind.Number ? found.GetInt64() : null;
}
