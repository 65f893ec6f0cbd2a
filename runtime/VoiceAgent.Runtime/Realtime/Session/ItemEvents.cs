using System.Text.Json;
using VoiceAgent.Runtime.Realtime.Protocol;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>Events that carry one item.</summary>
internal static class ItemEvents
{
    /// <summary><c>conversation.item.added</c> or <c>.done</c>.</summary>
    public static void Write(EventWriter events, JsonEncodedText type, string? previousItemId, ConversationItem item)
    {
        var json = events.Begin(type);
        json.WriteString("previous_item_id", previousItemId);
        json.WritePropertyName("item");
        item.WriteValue(json);
        events.End();
    }
}
