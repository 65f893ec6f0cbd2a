using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>A dictionary of objects with indexes over it. Thread-safe; written by one informer, read by everyone.</summary>
internal sealed class ObjectStore<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, T> _objects = [];
    private readonly Dictionary<string, ObjectIndex> _indexes = [];

    internal ObjectStore()
    {
        AddIndex(Indexes.Namespace, Indexes.NamespaceOf);
        AddIndex(Indexes.OwnerUid, Indexes.OwnersOf);
    }

    internal T? Find(ObjectKey key)
    {
        lock (_gate)
        {
            return _objects.GetValueOrDefault(key);
        }
    }

    internal T[] All()
    {
        lock (_gate)
        {
            return [.. _objects.Values];
        }
    }

    internal T[] ByIndex(string name, string value)
    {
        lock (_gate)
        {
            if (!_indexes.TryGetValue(name, out var index))
            {
                throw new ArgumentException($"There is no index '{name}'. Add it with AddIndex before asking.", nameof(name));
            }

            return index.Keys.TryGetValue(value, out var keys) ? [.. keys.Select(key => _objects[key])] : [];
        }
    }

    internal void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
        lock (_gate)
        {
            var index = new ObjectIndex(values);
            if (_indexes.TryAdd(name, index))
            {
                foreach (var (key, obj) in _objects)
                {
                    index.Add(key, obj);
                }
            }
        }
    }

    /// <summary>Stores an object and gives back the one it replaces.</summary>
    internal T? Set(ObjectKey key, T obj)
    {
        lock (_gate)
        {
            var before = RemoveLocked(key);
            _objects[key] = obj;
            foreach (var index in _indexes.Values)
            {
                index.Add(key, obj);
            }

            return before;
        }
    }

    internal T? Remove(ObjectKey key)
    {
        lock (_gate)
        {
            return RemoveLocked(key);
        }
    }

    private T? RemoveLocked(ObjectKey key)
    {
        if (_objects.Remove(key, out var before))
        {
            foreach (var index in _indexes.Values)
            {
                index.Remove(key);
            }
        }

        return before;
    }

    /// <summary>Remembers under which values a key was filed, so that removal does not depend on the object being unchanged.</summary>
    private sealed class ObjectIndex(Func<T, IEnumerable<string>> values)
    {
        private readonly Dictionary<ObjectKey, string[]> _filed = [];

        internal Dictionary<string, HashSet<ObjectKey>> Keys { get; } = [];

        internal void Add(ObjectKey key, T obj)
        {
            string[] filed = [.. values(obj).Distinct()];
            if (filed.Length == 0)
            {
                return;
            }

            _filed[key] = filed;
            foreach (var value in filed)
            {
                if (!Keys.TryGetValue(value, out var keys))
                {
                    Keys[value] = keys = [];
                }

                keys.Add(key);
            }
        }

        internal void Remove(ObjectKey key)
        {
            if (!_filed.Remove(key, out var filed))
            {
                return;
            }

            foreach (var value in filed)
            {
                if (Keys.TryGetValue(value, out var keys) && keys.Remove(key) && keys.Count == 0)
                {
                    Keys.Remove(value);
                }
            }
        }
    }
}
