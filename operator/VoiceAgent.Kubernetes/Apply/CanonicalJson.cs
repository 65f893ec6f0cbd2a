using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VoiceAgent.Kubernetes.Apply;

/// <summary>JSON in one spelling: members sorted, nulls left out, so that equal content gives equal bytes and equal hashes.</summary>
internal static class CanonicalJson
{
    internal static byte[] Bytes(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, node);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static string Hash(JsonNode node) => Convert.ToHexStringLower(SHA256.HashData(Bytes(node)));

    internal static bool Same(JsonNode first, JsonNode second) => Bytes(first).AsSpan().SequenceEqual(Bytes(second));

    /// <summary>
    /// True when everything that is wished for is there, whatever else is. Errs towards false: a quantity written another way, or a list in
    /// another order, counts as missing.
    /// </summary>
    internal static bool Covers(JsonNode? actual, JsonNode? wished) => (actual, wished) switch
    {
        (_, null) => actual is null,
        (JsonObject have, JsonObject want) => want.All(member => Covers(have[member.Key], member.Value)),
        (JsonArray have, JsonArray want) => have.Count == want.Count && have.Zip(want).All(pair => Covers(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(actual, wished),
    };

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject obj:
                writer.WriteStartObject();
                foreach (var (name, value) in obj.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    if (value is not null)
                    {
                        writer.WritePropertyName(name);
                        Write(writer, value);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonArray array:
                writer.WriteStartArray();
                foreach (var item in array)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
