using System.Text.Json;
using k8s;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>Reads a LIST answer object by object, so that one object that does not fit its type costs that object and not the list.</summary>
internal static class ListReader
{
    internal static ListPage<T> Read<T>(ReadOnlySpan<byte> body, ResourceKind kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var items = new List<T>();
        var undecodable = new List<ObjectKey>();
        var meta = new V1ListMeta();
        var reader = new Utf8JsonReader(body);
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                ReadItems(body, ref reader, kind, items, undecodable);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                meta = ApiJson.Deserialize<V1ListMeta>(ref reader) ?? meta;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new ListPage<T>(items, undecodable, meta.ResourceVersion ?? "", string.IsNullOrEmpty(meta.ContinueProperty) ? null : meta.ContinueProperty);
    }

    /// <summary>Decodes one object and gives it the kind that a LIST of built-in objects leaves out.</summary>
    internal static T Decode<T>(ref Utf8JsonReader reader, ResourceKind kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var obj = ApiJson.Deserialize<T>(ref reader);
        if (obj?.Metadata?.Name is null)
        {
            throw new JsonException("The object has no metadata.name.", "$.metadata.name", null, null);
        }

        obj.ApiVersion = kind.ApiVersion;
        obj.Kind = kind.Kind;
        return obj;
    }

    private static void ReadItems<T>(
        ReadOnlySpan<byte> body, ref Utf8JsonReader reader, ResourceKind kind, List<T> items, List<ObjectKey> undecodable)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var slice = body[start..(int)reader.BytesConsumed];
            var item = new Utf8JsonReader(slice);
            try
            {
                items.Add(Decode<T>(ref item, kind));
            }
            catch (Exception exception) when (ApiJson.IsDecodingFault(exception))
            {
                undecodable.Add(ObjectKey.Of(ApiJson.Deserialize<PartialObjectMetadata>(slice)!));
            }
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new JsonException("The API server's answer is not a JSON object.");
        }
    }
}
