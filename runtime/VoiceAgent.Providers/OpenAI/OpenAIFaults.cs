using System.Text.Json;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.OpenAI;

/// <summary>How OpenAI words its refusals: <c>{"error":{"message","type","param","code"}}</c>, over HTTP and on its sockets alike.</summary>
internal static class OpenAIFaults
{
    public static Refusal Read(JsonElement body)
    {
        if (!body.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
        {
            return Refusal.Silent;
        }

        return new Refusal(Text(error, "code") ?? Text(error, "type"), Text(error, "param"));
    }

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
