using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Memory;

namespace VoiceAgent.Kubernetes.Apply;

/// <summary>
/// Remembers what each apply left behind, to tell "nothing happened since" from "somebody edited it" without asking. Losing an entry costs one
/// request that changes nothing.
/// </summary>
internal sealed class AppliedMemory
{
    private readonly BoundedMap<(ResourceKind Kind, ObjectKey Key), Entry> _entries = new(100_000);

    internal void Remember<T>(ResourceKind kind, string hash, T? seen, T result)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _entries.Set((kind, ObjectKey.Of(result)), new Entry(
            hash, result.Metadata.Uid, seen?.Metadata.ResourceVersion, result.Metadata.ResourceVersion, Fingerprint(result)));

    /// <summary>True when the object is as the last apply of the same wish left it, or when the cache has not yet caught up with that apply.</summary>
    internal bool IsUntouched<T>(ResourceKind kind, string hash, T live)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (!_entries.TryGet((kind, ObjectKey.Of(live)), out var entry) || entry.Hash != hash || entry.Uid != live.Metadata.Uid)
        {
            return false;
        }

        var version = live.Metadata.ResourceVersion;
        return version == entry.ResultVersion || version == entry.SeenVersion ||
            (entry.Fingerprint is not null && entry.Fingerprint == Fingerprint(live));
    }

    internal void Forget(ResourceKind kind, ObjectKey key) => _entries.Remove((kind, key));

    // Everything but what other controllers write all the time: status, and the counters that move with it. A Deployment's generation and an
    // autoscaler's resource version change for reasons that are not ours; the content does not. Metadata alone cannot show a change of data,
    // so there only the resource version counts.
    private static string? Fingerprint<T>(T obj)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (obj is PartialObjectMetadata)
        {
            return null;
        }

        var json = (JsonObject)ApiJson.ToNode(obj);
        json.Remove("status");
        if (json["metadata"] is JsonObject metadata)
        {
            metadata.Remove("resourceVersion");
            metadata.Remove("generation");
            metadata.Remove("managedFields");
        }

        return CanonicalJson.Hash(json);
    }

    private sealed record Entry(string Hash, string Uid, string? SeenVersion, string ResultVersion, string? Fingerprint);
}
