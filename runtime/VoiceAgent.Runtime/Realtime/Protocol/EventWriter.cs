using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VoiceAgent.Runtime.Realtime.Protocol;

/// <summary>
/// Writes server events one after the other into one buffer that is kept for the socket's life, so that an audio frame costs no allocation.
/// Belongs to one task.
/// </summary>
internal sealed class EventWriter : IDisposable
{
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText EventId = JsonEncodedText.Encode("event_id");

    // Wide enough for "event_", eight letters, an underscore and any Int64.
    private readonly byte[] _id = new byte[48];
    private readonly int _prefixLength;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;
    private readonly List<int> _ends = new(8);
    private long _count;

    public EventWriter()
    {
        // The text goes into a WebSocket, never into a page: quotes, controls and nothing more need escaping.
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _prefixLength = Encoding.ASCII.GetBytes(Ids.EventPrefix(), _id);
    }

    /// <summary>Complete events not yet taken.</summary>
    public int Count => _ends.Count;

    /// <summary>One complete event; valid until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> this[int index] => _buffer.WrittenMemory[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

    /// <summary>Opens an event; the caller writes its fields, then <see cref="End"/>.</summary>
    public Utf8JsonWriter Begin(JsonEncodedText type)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString(Type, type);
        Utf8Formatter.TryFormat(++_count, _id.AsSpan(_prefixLength), out var digits);
        _json.WriteString(EventId, _id.AsSpan(0, _prefixLength + digits));
        return _json;
    }

    /// <summary>Closes the event.</summary>
    public void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _ends.Add(_buffer.WrittenCount);
    }

    /// <summary>An <c>error</c> event, which names the client event that caused it.</summary>
    public void Error(ProtocolError error, string? causedBy)
    {
        var json = Begin(ServerEvents.Error);
        json.WriteStartObject("error");
        json.WriteString("type", error.Type);
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        json.WriteString("param", error.Param);
        json.WriteString("event_id", causedBy);
        json.WriteEndObject();
        End();
    }

    /// <summary>Makes room for the next events.</summary>
    public void Clear()
    {
        _buffer.ResetWrittenCount();
        _ends.Clear();
    }

    public void Dispose() => _json.Dispose();
}
