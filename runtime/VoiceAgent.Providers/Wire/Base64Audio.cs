using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VoiceAgent.Providers.Wire;

/// <summary>Samples within JSON, as most vendors want them.</summary>
internal static class Base64Audio
{
    /// <summary>A message with the samples under one name and further fields beside them.</summary>
    public static SocketMessage Message(string name, ReadOnlySpan<short> samples, Action<Utf8JsonWriter> others)
    {
        var body = new ArrayBufferWriter<byte>((samples.Length * 3) + 256);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            others(json);
            json.WriteBase64String(name, MemoryMarshal.AsBytes(samples));
            json.WriteEndObject();
        }

        return new SocketMessage(body.WrittenMemory, IsText: true);
    }
}
