using System.Text.Json;

namespace VoiceAgent.Runtime.Realtime.Protocol;

/// <summary>Makes a <see cref="ClientEvent"/> of one text message. Never throws: what is wrong becomes a <see cref="RefusedMessage"/>.</summary>
internal static class ClientEventReader
{
    private const string Supported =
        "'session.update', 'input_audio_buffer.append', 'input_audio_buffer.commit', 'input_audio_buffer.clear', 'output_audio_buffer.clear', "
        + "'conversation.item.create', 'conversation.item.retrieve', 'conversation.item.delete', 'conversation.item.truncate', "
        + "'response.create', and 'response.cancel'";

    public static ClientEvent Read(ReadOnlySpan<byte> message)
    {
        string? eventId = null;
        try
        {
            var root = Parse(message);
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw Fields.Wrong(root, "event", "a JSON object");
            }

            eventId = Fields.OptionalString(root, "event_id", "event_id");
            return Read(root, eventId);
        }
        catch (JsonException)
        {
            return new RefusedMessage(eventId, NotJson);
        }
        catch (ProtocolException refused)
        {
            return new RefusedMessage(eventId, refused.Error);
        }
    }

    /// <summary>The message is not one JSON value in UTF-8.</summary>
    public static readonly ProtocolError NotJson =
        new("invalid_json", "The message is not valid JSON. Send one JSON object, in UTF-8, in each text message.");

    private static JsonElement Parse(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        var root = JsonElement.ParseValue(ref reader);
        return reader.Read() ? throw new JsonException() : root;
    }

    private static ClientEvent Read(JsonElement root, string? id) => Fields.RequireString(root, "type", "type") switch
    {
        "session.update" => new UpdateSession(id, Fields.RequireObject(root, "session", "session")),
        "input_audio_buffer.append" => new RefusedMessage(id, AppendMessage.Explain(root)),
        "input_audio_buffer.commit" => new CommitInput(id),
        "input_audio_buffer.clear" => new ClearInput(id),
        "output_audio_buffer.clear" => new ClearOutput(id),
        "conversation.item.create" => new CreateItem(
            id, Fields.OptionalString(root, "previous_item_id", "previous_item_id"), Fields.RequireObject(root, "item", "item")),
        "conversation.item.retrieve" => new RetrieveItem(id, Fields.RequireString(root, "item_id", "item_id")),
        "conversation.item.delete" => new DeleteItem(id, Fields.RequireString(root, "item_id", "item_id")),
        "conversation.item.truncate" => new TruncateItem(
            id,
            Fields.RequireString(root, "item_id", "item_id"),
            Fields.RequireInteger(root, "content_index", "content_index"),
            Fields.RequireInteger(root, "audio_end_ms", "audio_end_ms")),
        "response.create" => new CreateResponse(id, Fields.OptionalObject(root, "response", "response") ?? default),
        "response.cancel" => new CancelResponse(id, Fields.OptionalString(root, "response_id", "response_id")),
        var other => throw new ProtocolException(ProtocolError.Invalid("type", $"Invalid value: '{Shorten(other)}'. Supported values are: {Supported}.")),
    };

    // A client may send anything as a type; the answer stays readable.
    private static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");
}
