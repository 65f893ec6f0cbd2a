using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using k8s;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>
/// Reads a watch line by line from the response as it arrives. Cancelling a read ends the read on the socket itself, so nothing is left
/// behind to fail unobserved, and disposing closes the connection. One reader at a time.
/// </summary>
internal sealed class WatchStream<T> : IAsyncDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // etcd refuses objects beyond 1.5 MiB; JSON escaping can multiply that, nothing legitimate comes near this.
    private const long LongestLine = 32 * 1024 * 1024;

    private readonly HttpResponseMessage _response;
    private readonly ResourceKind _kind;
    private readonly PipeReader _reader;

    internal WatchStream(HttpResponseMessage response, Stream body, ResourceKind kind)
    {
        _response = response;
        _kind = kind;
        _reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
    }

    /// <summary>The next event; null when the server ended the watch. A line cut short by a lost connection is no event.</summary>
    internal async ValueTask<WatchEvent<T>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } newline)
            {
                var line = buffer.Slice(0, newline);
                var next = buffer.GetPosition(1, newline);
                try
                {
                    if (!IsBlank(line))
                    {
                        return Parse(line);
                    }
                }
                finally
                {
                    _reader.AdvanceTo(next);
                }

                continue;
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }

            if (buffer.Length > LongestLine)
            {
                throw new InvalidDataException($"A line of the watch on {_kind} is longer than {LongestLine} bytes.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The response first: it closes the connection, whereas completing the reader alone could wait for the server to finish talking.
        _response.Dispose();
        await _reader.CompleteAsync();
    }

    private WatchEvent<T> Parse(ReadOnlySequence<byte> line)
    {
        string? type = null;
        ReadOnlySequence<byte> payload = default;
        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType)
            {
                type = reader.GetString();
            }
            else
            {
                var start = reader.TokenStartIndex;
                reader.Skip();
                payload = isObject ? line.Slice(start, reader.BytesConsumed - start) : payload;
            }
        }

        return type switch
        {
            "ADDED" => Decode(WatchEventType.Added, payload),
            "MODIFIED" => Decode(WatchEventType.Modified, payload),
            "DELETED" => Decode(WatchEventType.Deleted, payload),
            "BOOKMARK" => new WatchEvent<T>(WatchEventType.Bookmark, null, MetadataOf(payload), null),
            "ERROR" => new WatchEvent<T>(WatchEventType.Error, null, null, StatusOf(payload)),
            _ => throw new JsonException($"A watch line on {_kind} has no known type."),
        };
    }

    private WatchEvent<T> Decode(WatchEventType type, ReadOnlySequence<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        try
        {
            var obj = ListReader.Decode<T>(ref reader, _kind);
            return new WatchEvent<T>(type, obj, obj.Metadata, null);
        }
        catch (Exception exception) when (ApiJson.IsDecodingFault(exception))
        {
            return new WatchEvent<T>(type, null, MetadataOf(payload), null);
        }
    }

    private static V1ObjectMeta MetadataOf(ReadOnlySequence<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        return ApiJson.Deserialize<PartialObjectMetadata>(ref reader)?.Metadata ?? throw new JsonException("A watch line has no metadata.");
    }

    private static V1Status StatusOf(ReadOnlySequence<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        return ApiJson.Deserialize<V1Status>(ref reader) ?? new V1Status();
    }

    private static bool IsBlank(ReadOnlySequence<byte> line) => line.Length == 0 || (line.Length == 1 && line.FirstSpan[0] == (byte)'\r');
}
