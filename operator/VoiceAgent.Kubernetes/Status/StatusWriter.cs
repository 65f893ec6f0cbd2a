using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Apply;
using VoiceAgent.Kubernetes.Memory;

namespace VoiceAgent.Kubernetes.Status;

/// <summary>
/// Reports what was found, and only when it changed: a status that is written on every reconcile wakes everyone who watches, the writer first.
/// Writes by server-side apply on <c>/status</c>; the whole status belongs to this writer. Safe for concurrent use on different objects.
/// </summary>
public sealed class StatusWriter
{
    private readonly ApiClient _client;
    private readonly TimeProvider _time;
    private readonly BoundedMap<(ResourceKind Kind, ObjectKey Key), Entry> _written = new(50_000);

    /// <summary>Makes a writer. Keep it: it remembers what it wrote until the cache shows it.</summary>
    /// <param name="client">The client.</param>
    /// <param name="fieldManager">Who owns the status, by convention <c>&lt;product&gt;-status</c>.</param>
    /// <param name="time">The clock for <c>lastTransitionTime</c>.</param>
    public StatusWriter(ApiClient client, string fieldManager, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(fieldManager);
        _client = client;
        _time = time;
        FieldManager = fieldManager;
    }

    /// <summary>The name under which the status is owned.</summary>
    public string FieldManager { get; }

    /// <summary>
    /// Writes a status, unless it says what the object already says. Sets <c>observedGeneration</c> at the top and in every condition of
    /// <c>conditions</c>, and each condition's <c>lastTransitionTime</c>; what the given status holds in those fields does not matter. The type
    /// should declare <c>observedGeneration</c>: a process that starts anew compares in terms of what the type declares.
    /// </summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="kind">What the object is.</param>
    /// <param name="observed">The object as it was when the status was found out.</param>
    /// <param name="status">The whole status.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>True when something was written; false when nothing had changed or the object is gone.</returns>
    /// <exception cref="ArgumentException">A condition lacks its type, status or reason.</exception>
    /// <exception cref="ApiException">The server refused; 409 when a namesake has taken the object's place.</exception>
    public async Task<bool> WriteAsync<T>(
        ResourceKind kind, T observed, object status, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(status);
        var key = ObjectKey.Of(observed);
        var written = Written(kind, key, observed);
        var before = written ?? StatusOf(observed);
        var wished = (JsonObject)ApiJson.ToNode(status);
        if (observed.Metadata.Generation is { } generation)
        {
            wished["observedGeneration"] = generation;
        }

        if (wished["conditions"] is JsonArray conditions)
        {
            Conditions.Complete(conditions, before?["conditions"] as JsonArray, observed.Metadata.Generation, _time.GetUtcNow());
        }

        // What is cached holds only what its type declares, so the comparison with it is made in those terms.
        if (before is not null && CanonicalJson.Same(before, written is null ? AsCached(observed, wished) : wished))
        {
            return false;
        }

        return await SendAsync<T>(kind, key, observed.Metadata, wished, cancellationToken);
    }

    private async Task<bool> SendAsync<T>(
        ResourceKind kind, ObjectKey key, V1ObjectMeta observed, JsonObject wished, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var body = new JsonObject
        {
            ["apiVersion"] = kind.ApiVersion,
            ["kind"] = kind.Kind,
            // The UID makes the server refuse when the object was replaced by a namesake since.
            ["metadata"] = new JsonObject { ["name"] = key.Name, ["namespace"] = key.Namespace, ["uid"] = observed.Uid },
            ["status"] = wished.DeepClone(),
        };
        var options = new WriteOptions { FieldManager = FieldManager, Force = true, Subresource = "status" };
        try
        {
            var result = await _client.PatchAsync<T>(kind, key, PatchKind.Apply, CanonicalJson.Bytes(body), options, cancellationToken);
            _written.Set((kind, key), new Entry(observed.Uid, observed.ResourceVersion, result.Metadata.ResourceVersion, wished));
            return true;
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            _written.Remove((kind, key));
            return false;
        }
    }

    // While the cache still shows the version that the last write was based on, the object says what was written, not what is cached: comparing
    // with the cached status would write the same again, with a new time.
    private JsonObject? Written<T>(ResourceKind kind, ObjectKey key, T observed)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var version = observed.Metadata.ResourceVersion;
        return _written.TryGet((kind, key), out var entry) && entry.Uid == observed.Metadata.Uid &&
            (version == entry.SeenVersion || version == entry.ResultVersion)
                ? entry.Status
                : null;
    }

    private static JsonObject? StatusOf<T>(T obj)
        where T : class, IKubernetesObject<V1ObjectMeta> => ((JsonObject)ApiJson.ToNode(obj))["status"] as JsonObject;

    private static JsonObject AsCached<T>(T observed, JsonObject wished)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var whole = (JsonObject)ApiJson.ToNode(observed);
        whole["status"] = wished.DeepClone();
        return StatusOf(ApiJson.Deserialize<T>(CanonicalJson.Bytes(whole))!) ?? wished;
    }

    private sealed record Entry(string Uid, string SeenVersion, string ResultVersion, JsonObject Status);
}
