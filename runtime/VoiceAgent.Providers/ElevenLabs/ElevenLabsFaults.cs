using System.Text.Json;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>
/// How ElevenLabs words its refusals. Over HTTP <c>detail</c> is a list when a field is wrong, and an object with a <c>status</c> otherwise;
/// on the speech socket <c>error</c> is the code, on the transcription socket <c>message_type</c> is.
/// </summary>
internal static class ElevenLabsFaults
{
    public static Refusal Read(JsonElement body)
    {
        if (!body.TryGetProperty("detail", out var detail))
        {
            return Refusal.Silent;
        }

        return detail.ValueKind switch
        {
            JsonValueKind.Array when detail.GetArrayLength() > 0 => Field(detail[0]),
            JsonValueKind.Object => new Refusal(Text(detail, "status") ?? Text(detail, "code"), Text(detail, "param")),
            _ => Refusal.Silent,
        };
    }

    public static Refusal ReadSocket(JsonElement message) => new(Text(message, "error") ?? Text(message, "code"));

    private static Refusal Field(JsonElement problem)
    {
        var place = problem.TryGetProperty("loc", out var location) && location.ValueKind == JsonValueKind.Array && location.GetArrayLength() > 0
            ? location[location.GetArrayLength() - 1].ToString()
            : null;
        return new Refusal(Text(problem, "type"), place);
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
