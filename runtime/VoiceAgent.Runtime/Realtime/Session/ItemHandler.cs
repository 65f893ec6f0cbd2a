using System.Text.Json;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary><c>conversation.item.create</c>, <c>.retrieve</c> and <c>.delete</c>.</summary>
internal sealed class ItemHandler(SessionState state, ICall call, EventWriter events)
{
    // OpenAI's own bound on ids; the other two keep one client from filling the process.
    private const int LongestId = 32;
    private const int LongestText = 32_000;
    private const int MostItems = 5_000;

    public void Create(CreateItem asked)
    {
        var id = NewId(asked);
        var item = new ConversationItem(id, ItemContent.InputText) { Text = ReadText(asked.Item) };
        if (asked.PreviousItemId is { } wanted && wanted != "root" && !state.Items.Holds(wanted))
        {
            throw ItemEvents.Unknown("item_create_invalid_previous_item_id", "previous_item_id", wanted);
        }

        var previous = state.Items.Add(item);
        call.AddTypedTurn(item.Text!);
        ItemEvents.Write(events, ServerEvents.ItemAdded, previous, item);
        ItemEvents.Write(events, ServerEvents.ItemDone, previous, item);
    }

    public void Retrieve(RetrieveItem asked)
    {
        var item = state.Items.Find(asked.ItemId) ?? throw ItemEvents.Unknown("item_retrieve_invalid_item_id", "item_id", asked.ItemId);
        var json = events.Begin(ServerEvents.ItemRetrieved);
        json.WritePropertyName("item");
        item.WriteValue(json);
        events.End();
    }

    public void Delete(DeleteItem asked) => throw (state.Items.Holds(asked.ItemId)
        ? new ProtocolException(new ProtocolError(
            "item_delete_unsupported", "What was said stays said: an agent's conversation is a record, and items cannot be deleted from it.", "item_id"))
        : ItemEvents.Unknown("item_delete_invalid_item_id", "item_id", asked.ItemId));

    private string NewId(CreateItem asked)
    {
        if (state.Items.Count >= MostItems)
        {
            throw new ProtocolException(new ProtocolError("conversation_full", $"A conversation holds at most {MostItems} items. Open a new session."));
        }

        var id = Fields.OptionalString(asked.Item, "id", "item.id") ?? Ids.Item();
        if (id.Length is 0 or > LongestId)
        {
            throw new ProtocolException(ProtocolError.Invalid("item.id", $"Invalid 'item.id': expected 1 to {LongestId} characters, but got {id.Length}."));
        }

        return state.Items.Holds(id)
            ? throw new ProtocolException(ProtocolError.Invalid("item.id", $"Invalid 'item.id': the conversation already has an item '{id}'."))
            : id;
    }

    private static string ReadText(JsonElement item)
    {
        var type = Fields.RequireString(item, "type", "item.type");
        if (type != "message")
        {
            throw new ProtocolException(ProtocolError.Invalid(
                "item.type", $"Invalid value: '{type}'. An agent runs its tools itself; a client may add items of type 'message'."));
        }

        var role = Fields.RequireString(item, "role", "item.role");
        if (role != "user")
        {
            throw new ProtocolException(ProtocolError.Invalid(
                "item.role", $"Invalid value: '{role}'. The agent owns its prompt and its own words; a client may add messages of role 'user'."));
        }

        return JoinText(item);
    }

    private static string JoinText(JsonElement item)
    {
        if (Fields.Find(item, "content") is not { } content)
        {
            throw new ProtocolException(ProtocolError.Missing("item.content"));
        }

        if (content.ValueKind != JsonValueKind.Array || content.GetArrayLength() == 0)
        {
            throw Fields.Wrong(content, "item.content", "an array of content parts");
        }

        var parts = content.EnumerateArray().Select((part, index) => PartText(part, $"item.content[{index}]"));
        var text = string.Join('\n', parts).Trim();
        return text.Length is > 0 and <= LongestText
            ? text
            : throw new ProtocolException(ProtocolError.Invalid("item.content", $"Invalid 'item.content': expected 1 to {LongestText} characters, but got {text.Length}."));
    }

    private static string PartText(JsonElement part, string path)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            throw Fields.Wrong(part, path, "an object");
        }

        var type = Fields.RequireString(part, "type", path + ".type");
        return type == "input_text"
            ? Fields.RequireString(part, "text", path + ".text")
            : throw new ProtocolException(ProtocolError.Invalid(
                path + ".type", $"Invalid value: '{type}'. Send text as 'input_text' and speech through input_audio_buffer.append."));
    }
}
