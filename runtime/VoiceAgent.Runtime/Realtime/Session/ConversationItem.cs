using System.Text.Json;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>What the single content part of an item is.</summary>
internal enum ItemContent
{
    /// <summary>Typed by the caller.</summary>
    InputText,

    /// <summary>Said by the caller. The audio itself is not kept.</summary>
    InputAudio,

    /// <summary>Answered as text.</summary>
    OutputText,

    /// <summary>Said by the agent.</summary>
    OutputAudio,
}

/// <summary>Where an item stands.</summary>
internal enum ItemStatus
{
    /// <summary>The agent is still at it.</summary>
    InProgress,

    /// <summary>Whole.</summary>
    Completed,

    /// <summary>Cut.</summary>
    Incomplete,
}

/// <summary>One message of the conversation as the client sees it. Belongs to the session's task.</summary>
internal sealed class ConversationItem(string id, ItemContent content)
{
    public string Id { get; } = id;

    public ItemContent Content { get; } = content;

    public ItemStatus Status { get; set; } = ItemStatus.Completed;

    /// <summary>What was typed, understood or heard; null while the caller's words are not understood yet.</summary>
    public string? Text { get; set; }

    /// <summary>The agent's turn that this is; null for the caller's items.</summary>
    public int? Turn { get; init; }

    /// <summary>How much audio of it was sent.</summary>
    public TimeSpan AudioSent { get; set; }

    public bool IsAgent => Content is ItemContent.OutputText or ItemContent.OutputAudio;

    /// <summary>Writes the item as an object value.</summary>
    public void WriteValue(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("type", "message");
        json.WriteString("status", Status switch { ItemStatus.InProgress => "in_progress", ItemStatus.Completed => "completed", _ => "incomplete" });
        json.WriteString("role", IsAgent ? "assistant" : "user");
        json.WriteStartArray("content");
        if (Status != ItemStatus.InProgress)
        {
            WriteContent(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteContent(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        switch (Content)
        {
            case ItemContent.InputText:
                json.WriteString("type", "input_text");
                json.WriteString("text", Text);
                break;
            case ItemContent.InputAudio:
                json.WriteString("type", "input_audio");
                json.WriteString("transcript", Text);
                break;
            case ItemContent.OutputText:
                json.WriteString("type", "output_text");
                json.WriteString("text", Text);
                break;
            default:
                json.WriteString("type", "output_audio");
                json.WriteString("transcript", Text);
                break;
        }

        json.WriteEndObject();
    }
}
