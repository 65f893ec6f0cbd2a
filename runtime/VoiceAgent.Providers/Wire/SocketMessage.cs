using System.Text.Json;
using System.Text.Json.Nodes;

namespace VoiceAgent.Providers.Wire;

/// <summary>One message on a socket.</summary>
/// <param name="Bytes">UTF-8 when it is text.</param>
/// <param name="IsText">Text rather than audio.</param>
internal readonly record struct SocketMessage(ReadOnlyMemory<byte> Bytes, bool IsText)
{
    public static SocketMessage Text(JsonObject body) => new(JsonBody.Bytes(body), IsText: true);

    public static SocketMessage Audio(ReadOnlyMemory<byte> bytes) => new(bytes, IsText: false);

    /// <summary>Reads the text as JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonDocument Read() => JsonDocument.Parse(Bytes);
}
