using System.Text.Json;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Deepgram;

/// <summary>How Deepgram words its refusals: <c>err_code</c> or <c>category</c> over HTTP, <c>code</c> on its sockets.</summary>
internal static class DeepgramFaults
{
    public static Refusal Read(JsonElement body) => new(Text(body, "err_code") ?? Text(body, "category") ?? Text(body, "code") ?? Text(body, "variant"));

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
