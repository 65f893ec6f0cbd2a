namespace VoiceAgent.Kubernetes.Memory;

/// <summary>
/// A dictionary that forgets its oldest entry when full. For memories that only save work: losing an entry costs a request, never correctness.
/// Thread-safe.
/// </summary>
internal sealed class BoundedMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _entries = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _byAge = new();

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    internal bool TryGet(TKey key, out TValue value)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                value = node.Value.Value;
                return true;
            }
        }

        value = default!;
        return false;
    }

    internal void Set(TKey key, TValue value)
    {
        lock (_gate)
        {
            RemoveLocked(key);
            if (_entries.Count >= capacity && _byAge.First is { } oldest)
            {
                RemoveLocked(oldest.Value.Key);
            }

            _entries[key] = _byAge.AddLast(new KeyValuePair<TKey, TValue>(key, value));
        }
    }

    internal void Remove(TKey key)
    {
        lock (_gate)
        {
            RemoveLocked(key);
        }
    }

    private void RemoveLocked(TKey key)
    {
        if (_entries.Remove(key, out var node))
        {
            _byAge.Remove(node);
        }
    }
}
