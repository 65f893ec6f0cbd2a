using System.Text.Json;
using VoiceAgent.Runtime.Realtime.Protocol;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>Events that carry one item, and the error for one that is not there.</summary>
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

    public static ProtocolException Unknown(string code, string param, string id) =>
        new(new ProtocolError(code, $"The conversation has no item '{(id.Length <= 64 ? id : id[..64] + "…")}'.", param));
}
