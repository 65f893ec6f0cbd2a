using System.Globalization;
using System.Text.Json.Nodes;

namespace VoiceAgent.Kubernetes.Tests.StandIn;

/// <summary>A change, as watches are told of it.</summary>
public sealed record Change(long Version, string Type, string Group, string Plural, JsonObject Object);

/// <summary>
/// Objects with resource versions, generations, UIDs, finalizers and a history. It knows just enough of the API's rules to produce its faults;
/// what an API server really does with schemas, server-side apply or garbage collection is tested against a real one.
/// </summary>
public sealed class Storage
{
    private static readonly HashSet<string> WithoutGeneration = ["configmaps", "secrets", "leases", "events", "serviceaccounts", "namespaces", "services"];

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Group, string Plural, string? Namespace, string Name), JsonObject> _objects = [];
    private readonly List<Change> _history = [];
    private long _version = 1000;

    private event Action<Change>? Changed;

    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    /// <summary>What the server makes of an object before it is stored, e.g. another spelling of a quantity.</summary>
    public Action<JsonObject>? Admission { get; set; }

    /// <summary>Watches and lists from before this version are answered 410.</summary>
    public long Compacted { get; private set; }

    public void Compact()
    {
        lock (_gate)
        {
            // A version that nobody has seen: everything known is too old now.
            Compacted = ++_version;
            _history.Clear();
        }
    }

    public JsonObject? Find(string group, string plural, string? namespaceName, string name)
    {
        lock (_gate)
        {
            return (JsonObject?)_objects.GetValueOrDefault((group, plural, namespaceName, name))?.DeepClone();
        }
    }

    public (long Version, List<JsonObject> Items) List(string group, string plural, string? namespaceName)
    {
        lock (_gate)
        {
            var items = _objects
                .Where(entry => entry.Key.Group == group && entry.Key.Plural == plural && (namespaceName is null || entry.Key.Namespace == namespaceName))
                .OrderBy(entry => entry.Key.Namespace, StringComparer.Ordinal).ThenBy(entry => entry.Key.Name, StringComparer.Ordinal)
                .Select(entry => (JsonObject)entry.Value.DeepClone())
                .ToList();
            return (_version, items);
        }
    }

    /// <summary>Tells what followed a version, and everything from now on, without a gap between; false when the version is too old.</summary>
    public bool Follow(long version, Action<Change> onChange)
    {
        lock (_gate)
        {
            if (version < Compacted)
            {
                return false;
            }

            foreach (var change in _history.Where(change => change.Version > version))
            {
                onChange(change);
            }

            Changed += onChange;
            return true;
        }
    }

    public void Unfollow(Action<Change> onChange)
    {
        lock (_gate)
        {
            Changed -= onChange;
        }
    }

    /// <summary>Stores an object as it would come out of a write. Null when nothing changed.</summary>
    public (JsonObject Object, bool Changed) Put(string group, string plural, string? namespaceName, string name, JsonObject next)
    {
        lock (_gate)
        {
            var key = (group, plural, namespaceName, name);
            var before = _objects.GetValueOrDefault(key);
            var stored = (JsonObject)next.DeepClone();
            Admission?.Invoke(stored);
            var metadata = Metadata(stored);
            metadata["name"] = name;
            if (namespaceName is not null)
            {
                metadata["namespace"] = namespaceName;
            }

            metadata["uid"] = before is null ? Guid.NewGuid().ToString() : Metadata(before)["uid"]!.DeepClone();
            metadata["creationTimestamp"] = before is null ? "2026-01-01T00:00:00Z" : Metadata(before)["creationTimestamp"]!.DeepClone();
            if (!WithoutGeneration.Contains(plural))
            {
                var generation = before is null ? 0 : (long)Metadata(before)["generation"]!;
                metadata["generation"] = before is null || !Same(Spec(before), Spec(stored)) ? generation + 1 : generation;
            }

            if (before is not null && Same(Comparable(before), Comparable(stored)))
            {
                return ((JsonObject)before.DeepClone(), false);
            }

            metadata["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            if (metadata["deletionTimestamp"] is not null && metadata["finalizers"] is not JsonArray { Count: > 0 })
            {
                Forget(key, stored);
                return (stored, true);
            }

            _objects[key] = stored;
            Tell(new Change(_version, before is null ? "ADDED" : "MODIFIED", group, plural, (JsonObject)stored.DeepClone()));
            return ((JsonObject)stored.DeepClone(), true);
        }
    }

    public void Delete(string group, string plural, string? namespaceName, string name)
    {
        lock (_gate)
        {
            var key = (group, plural, namespaceName, name);
            var stored = (JsonObject)_objects[key].DeepClone();
            if (Metadata(stored)["finalizers"] is JsonArray { Count: > 0 })
            {
                Metadata(stored)["deletionTimestamp"] ??= "2026-01-02T00:00:00Z";
                Put(group, plural, namespaceName, name, stored);
                return;
            }

            Metadata(stored)["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            Forget(key, stored);
        }
    }

    private void Forget((string Group, string Plural, string? Namespace, string Name) key, JsonObject last)
    {
        _objects.Remove(key);
        Tell(new Change(_version, "DELETED", key.Group, key.Plural, (JsonObject)last.DeepClone()));
    }

    private void Tell(Change change)
    {
        _history.Add(change);
        Changed?.Invoke(change);
    }

    internal static JsonObject Metadata(JsonObject obj)
    {
        if (obj["metadata"] is not JsonObject metadata)
        {
            obj["metadata"] = metadata = [];
        }

        return metadata;
    }

    internal static bool Same(JsonNode first, JsonNode second) => JsonNode.DeepEquals(first, second);

    private static JsonObject Spec(JsonObject obj)
    {
        var spec = (JsonObject)obj.DeepClone();
        spec.Remove("metadata");
        spec.Remove("status");
        return spec;
    }

    private static JsonObject Comparable(JsonObject obj)
    {
        var copy = (JsonObject)obj.DeepClone();
        Metadata(copy).Remove("resourceVersion");
        return copy;
    }
}
