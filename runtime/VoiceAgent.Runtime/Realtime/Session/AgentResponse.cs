using System.Text.Json;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Sound;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>What a client asked of one response.</summary>
/// <param name="Spoken">In audio rather than in text alone.</param>
/// <param name="Format">How its audio is written.</param>
/// <param name="Metadata">The client's own note, echoed; undefined when it gave none.</param>
internal sealed record ResponseRequest(bool Spoken, AudioFormat Format, JsonElement Metadata);

/// <summary>One response of the agent, from <c>response.created</c> to <c>response.done</c>: always one message with one content part.</summary>
internal sealed class AgentResponse(int turn, ResponseRequest request, string? previousItemId, ConversationItem item)
{
    public string Id { get; } = Ids.Response();

    public int Turn { get; } = turn;

    public ResponseRequest Request { get; } = request;

    public bool Spoken => Request.Spoken;

    public string? PreviousItemId { get; } = previousItemId;

    public ConversationItem Item { get; } = item;

    /// <summary>The fields that every event about the content part carries.</summary>
    public void WritePlace(Utf8JsonWriter json)
    {
        json.WriteString("response_id"u8, Id);
        json.WriteString("item_id"u8, Item.Id);
        json.WriteNumber("output_index"u8, 0);
        json.WriteNumber("content_index"u8, 0);
    }

    /// <summary>Writes the field <c>response</c>.</summary>
    /// <param name="json">An open object.</param>
    /// <param name="state">The session.</param>
    /// <param name="outcome">Null while the response runs.</param>
    public void Write(Utf8JsonWriter json, SessionState state, ReplyEnded? outcome)
    {
        json.WriteStartObject("response");
        json.WriteString("object", "realtime.response");
        json.WriteString("id", Id);
        WriteStatus(json, state, outcome);
        json.WriteStartArray("output");
        if (outcome is not null)
        {
            Item.WriteValue(json);
        }

        json.WriteEndArray();
        json.WriteString("conversation_id", state.ConversationId);
        SessionJson.WriteModalities(json, Spoken);
        SessionJson.WriteMaxOutputTokens(json, state.Agent);
        json.WriteStartObject("audio");
        json.WriteStartObject("output");
        WireFormat.Write(json, Request.Format);
        json.WriteString("voice", SessionJson.Voice(state.Agent));
        json.WriteEndObject();
        json.WriteEndObject();
        WriteUsage(json, outcome?.Usage);
        json.WritePropertyName("metadata");
        WriteMetadata(json);
        json.WriteEndObject();
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (Request.Metadata.ValueKind == JsonValueKind.Undefined)
        {
            json.WriteNullValue();
        }
        else
        {
            Request.Metadata.WriteTo(json);
        }
    }

    private static void WriteStatus(Utf8JsonWriter json, SessionState state, ReplyEnded? outcome)
    {
        var status = outcome?.Outcome switch
        {
            null => "in_progress",
            ReplyOutcome.Completed => "completed",
            ReplyOutcome.Failed => "failed",
            _ => "cancelled",
        };
        json.WriteString("status", status);
        if (outcome is null || outcome.Outcome == ReplyOutcome.Completed)
        {
            json.WriteNull("status_details");
            return;
        }

        json.WriteStartObject("status_details");
        json.WriteString("type", status);
        if (outcome.Outcome == ReplyOutcome.Failed)
        {
            json.WriteStartObject("error");
            json.WriteString("type", "server_error");
            json.WriteString("code", state.LastFailure is { } failure ? $"{failure.Stage.ToString().ToLowerInvariant()}_failed" : "reply_failed");
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("reason", outcome.Outcome == ReplyOutcome.Interrupted ? "turn_detected" : "client_cancelled");
        }

        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, ReplyUsage? usage)
    {
        if (usage is null)
        {
            json.WriteNull("usage");
            return;
        }

        json.WriteStartObject("usage");
        json.WriteNumber("total_tokens", usage.InputTokens + usage.OutputTokens);
        json.WriteNumber("input_tokens", usage.InputTokens);
        json.WriteNumber("output_tokens", usage.OutputTokens);
        json.WriteStartObject("input_token_details");
        json.WriteNumber("text_tokens", usage.InputTokens);
        json.WriteNumber("audio_tokens", 0);
        json.WriteNumber("image_tokens", 0);
        json.WriteNumber("cached_tokens", 0);
        json.WriteEndObject();
        json.WriteStartObject("output_token_details");
        json.WriteNumber("text_tokens", usage.OutputTokens);
        json.WriteNumber("audio_tokens", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
