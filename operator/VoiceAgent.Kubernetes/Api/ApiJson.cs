using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>JSON exactly as KubernetesClient reads and writes it (its source-generated metadata, quantities, int-or-string, dates).</summary>
internal static class ApiJson
{
    internal static readonly JsonSerializerOptions Options = new KubernetesClientConfiguration().JsonSerializerOptions;

    internal static byte[] Serialize(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Options.GetTypeInfo(value.GetType()));

    internal static JsonNode ToNode(object value) =>
        value is JsonNode node ? node.DeepClone() : JsonSerializer.SerializeToNode(value, Options.GetTypeInfo(value.GetType()))!;

    internal static T? Deserialize<T>(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize<T>(utf8, Options);

    internal static T? Deserialize<T>(ref Utf8JsonReader reader) => JsonSerializer.Deserialize<T>(ref reader, Options);

    /// <summary>The exceptions that mean "these bytes are not a T": a field of an unexpected type, an unknown enum member, a malformed date.</summary>
    internal static bool IsDecodingFault(Exception exception) =>
        exception is JsonException or FormatException or NotSupportedException or InvalidOperationException or OverflowException;
}
