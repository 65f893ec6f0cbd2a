using System.Text.Json.Nodes;

namespace VoiceAgent.Kubernetes.Tests.StandIn;

/// <summary>
/// A sketch of server-side apply: leaf fields have owners, lists are one leaf. Enough to answer conflicts and to notice that nothing changed; not
/// enough to prove anything about ownership, which is done against a real API server.
/// </summary>
public static class Ownership
{
    public sealed record Conflict(string Field, string Manager);

    /// <summary>Merges a body into an object as a manager. The conflicts, when there are any and the apply is not forced, leave the object alone.</summary>
    public static List<Conflict> Apply(JsonObject obj, JsonObject body, string manager, bool force)
    {
        var owners = Owners(obj);
        var leaves = Leaves(body).Where(leaf => leaf.Path is not ("/apiVersion" or "/kind" or "/metadata/name" or "/metadata/namespace" or "/metadata/uid")).ToList();
        var conflicts = leaves
            .Where(leaf => owners.TryGetValue(leaf.Path, out var owner) && owner != manager && !JsonNode.DeepEquals(At(obj, leaf.Path), leaf.Value))
            .Select(leaf => new Conflict(leaf.Path.Replace('/', '.'), owners[leaf.Path]))
            .ToList();
        if (conflicts.Count > 0 && !force)
        {
            return conflicts;
        }

        foreach (var (path, _) in owners.Where(entry => entry.Value == manager && leaves.All(leaf => leaf.Path != entry.Key)).ToList())
        {
            owners.Remove(path);
            Remove(obj, path);
        }

        foreach (var (path, value) in leaves)
        {
            owners[path] = manager;
            Set(obj, path, value?.DeepClone());
        }

        Write(obj, owners);
        return [];
    }

    private static Dictionary<string, string> Owners(JsonObject obj)
    {
        var owners = new Dictionary<string, string>();
        foreach (var entry in Storage.Metadata(obj)["managedFields"] as JsonArray ?? [])
        {
            foreach (var path in (JsonArray)entry!["fieldsV1"]!["paths"]!)
            {
                owners[(string)path!] = (string)entry["manager"]!;
            }
        }

        return owners;
    }

    private static void Write(JsonObject obj, Dictionary<string, string> owners) =>
        Storage.Metadata(obj)["managedFields"] = new JsonArray([.. owners.GroupBy(entry => entry.Value).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (JsonNode)new JsonObject
            {
                ["manager"] = group.Key,
                ["operation"] = "Apply",
                ["apiVersion"] = (string?)obj["apiVersion"],
                ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = new JsonObject
                {
                    ["paths"] = new JsonArray([.. group.Select(entry => (JsonNode)entry.Key).OrderBy(path => (string)path!, StringComparer.Ordinal)]),
                },
            })]);

    private static IEnumerable<(string Path, JsonNode? Value)> Leaves(JsonObject obj, string prefix = "")
    {
        foreach (var (name, value) in obj)
        {
            var path = $"{prefix}/{name.Replace("~", "~0").Replace("/", "~1")}";
            if (value is JsonObject { Count: > 0 } inner)
            {
                foreach (var leaf in Leaves(inner, path))
                {
                    yield return leaf;
                }
            }
            else
            {
                yield return (path, value);
            }
        }
    }

    private static string[] Steps(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(step => step.Replace("~1", "/").Replace("~0", "~"))];

    private static JsonNode? At(JsonObject obj, string path) => Steps(path).Aggregate((JsonNode?)obj, (node, step) => (node as JsonObject)?[step]);

    private static void Set(JsonObject obj, string path, JsonNode? value)
    {
        var steps = Steps(path);
        foreach (var step in steps[..^1])
        {
            if (obj[step] is not JsonObject next)
            {
                obj[step] = next = [];
            }

            obj = next;
        }

        obj[steps[^1]] = value;
    }

    private static void Remove(JsonObject obj, string path)
    {
        var steps = Steps(path);
        if (steps[..^1].Aggregate((JsonNode?)obj, (node, step) => (node as JsonObject)?[step]) is JsonObject parent)
        {
            parent.Remove(steps[^1]);
        }
    }
}
