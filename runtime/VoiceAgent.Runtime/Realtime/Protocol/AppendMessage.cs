using System.Text.Json;

namespace VoiceAgent.Runtime.Realtime.Protocol;

/// <summary>
/// <c>input_audio_buffer.append</c>, read in place: fifty of these come a second from every caller, so nothing is copied or allocated.
/// </summary>
internal readonly ref struct AppendMessage
{
    private AppendMessage(ReadOnlySpan<byte> quoted, bool escaped)
    {
        IsAppend = true;
        Quoted = quoted;
        IsEscaped = escaped;
    }

    /// <summary>Whether this is an append with a string of audio. False for any other message, valid or not.</summary>
    public bool IsAppend { get; }

    /// <summary>The base64 text as it stands in the message, within its quotes.</summary>
    public ReadOnlySpan<byte> Quoted { get; }

    /// <summary>The base64 text as it stands in the message.</summary>
    public ReadOnlySpan<byte> Audio => Quoted[1..^1];

    /// <summary>The text holds JSON escapes, as of writers that escape <c>+</c> or <c>/</c>.</summary>
    public bool IsEscaped { get; }

    public static AppendMessage Read(ReadOnlySpan<byte> message)
    {
        try
        {
            return Scan(message);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>Why a message that calls itself an append is none.</summary>
    public static ProtocolError Explain(JsonElement root)
    {
        try
        {
            _ = Fields.RequireString(root, "audio", "audio");
            return BadAudio("the audio could not be read");
        }
        catch (ProtocolException wrong)
        {
            return wrong.Error;
        }
    }

    /// <summary>The client's id of a message that is known to be an append; null when it gave none.</summary>
    public static string? EventIdOf(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.ValueTextEquals("event_id"u8);
            reader.Read();
            if (wanted)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }

    public static ProtocolError BadAudio(string why) => ProtocolError.Invalid("audio", $"Invalid 'audio': {why}.");

    private static AppendMessage Scan(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        var (isAppend, hasAudio, escaped) = (false, false, false);
        var audio = ReadOnlySpan<byte>.Empty;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (type, sound) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("audio"u8));
            reader.Read();
            if (type)
            {
                isAppend = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("input_audio_buffer.append"u8);
                if (!isAppend)
                {
                    return default;
                }
            }
            else if (sound)
            {
                hasAudio = reader.TokenType == JsonTokenType.String;
                escaped = hasAudio && reader.ValueIsEscaped;
                audio = hasAudio ? message.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2) : [];
            }
            else
            {
                reader.Skip();
            }
        }

        return isAppend && hasAudio && !reader.Read() ? new AppendMessage(audio, escaped) : default;
    }
}
