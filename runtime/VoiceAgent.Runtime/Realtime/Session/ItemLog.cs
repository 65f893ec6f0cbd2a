namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>The conversation's items in order, and by id. Belongs to the session's task.</summary>
internal sealed class ItemLog
{
    private readonly List<ConversationItem> _order = [];
    private readonly Dictionary<string, ConversationItem> _byId = new(StringComparer.Ordinal);

    /// <summary>Id of the latest item, or null while there is none.</summary>
    public string? LastId => _order.Count == 0 ? null : _order[^1].Id;

    public int Count => _order.Count;

    public bool Holds(string id) => _byId.ContainsKey(id);

    public ConversationItem? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The item of an agent's turn, or null.</summary>
    public ConversationItem? OfTurn(int turn) => _order.FindLast(item => item.Turn == turn);

    /// <summary>Appends an item.</summary>
    /// <returns>Id of the item before it, or null.</returns>
    public string? Add(ConversationItem item)
    {
        var previous = LastId;
        _order.Add(item);
        _byId.Add(item.Id, item);
        return previous;
    }
}
