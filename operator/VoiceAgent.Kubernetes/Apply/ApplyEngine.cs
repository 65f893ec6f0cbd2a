using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Telemetry;

namespace VoiceAgent.Kubernetes.Apply;

/// <summary>
/// Writes wished-for objects by server-side apply as one field manager, and only when there is something to write:
/// <code>
///   1. not cached                                   → apply
///   2. untouched since the last apply of this wish  → nothing
///   3. the applied-hash annotation differs          → apply (the wish changed)
///   4. everything wished for is there               → nothing
///   5. else                                         → apply (somebody edited it)
/// </code>
/// Put into a wish only what you mean to own: a field left out is left to others, a field no longer mentioned is given up. Safe for concurrent
/// use on different objects.
/// </summary>
public sealed partial class ApplyEngine
{
    private readonly ApiClient _client;
    private readonly string _hashAnnotation;
    private readonly ApplyMetrics _metrics;
    private readonly ILogger _logger;
    private readonly AppliedMemory _memory = new();

    internal ApplyEngine(ApiClient client, string fieldManager, string hashAnnotation, ApplyMetrics metrics, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrEmpty(fieldManager);
        _client = client;
        FieldManager = fieldManager;
        _hashAnnotation = hashAnnotation;
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>The name under which fields are owned.</summary>
    public string FieldManager { get; }

    /// <summary>
    /// Take fields over from other managers, as a controller must (default). Without it an apply that meets a foreign field throws
    /// <see cref="ApplyConflictException"/>, which names the owner: right for edits on a user's behalf.
    /// </summary>
    public bool Force { get; init; } = true;

    /// <summary>Makes an object be as wished.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="desired">The wish: exactly the fields to own.</param>
    /// <param name="cache">A cache that holds the object when it exists.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object, and what changed. An object that is being deleted is left alone.</returns>
    /// <exception cref="InvalidOperationException">The cache is not filled for that namespace.</exception>
    /// <exception cref="ApplyConflictException">Another manager owns a field and <see cref="Force"/> is off.</exception>
    /// <exception cref="ApiException">The server refused.</exception>
    public Task<ApplyOutcome<T>> ApplyAsync<T>(T desired, IObjectCache<T> cache, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => ApplyBodyAsync(desired, cache, cancellationToken);

    /// <summary>Makes an object be as wished, for wishes that its type cannot express or a cache of metadata alone.</summary>
    /// <typeparam name="T">The cached type.</typeparam>
    /// <param name="desired">The wish as JSON; <c>apiVersion</c> and <c>kind</c> are filled in.</param>
    /// <param name="cache">A cache that holds the object when it exists.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>As the other overload.</returns>
    public Task<ApplyOutcome<T>> ApplyAsync<T>(JsonObject desired, IObjectCache<T> cache, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => ApplyBodyAsync(desired, cache, cancellationToken);

    /// <summary>Asks the server what an apply would store, with all defaults and validation, without storing it.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="desired">The wish.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as it would be.</returns>
    /// <exception cref="ApiException">The server would refuse.</exception>
    public Task<T> DryRunAsync<T>(T desired, ResourceKind kind, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(desired);
        ArgumentNullException.ThrowIfNull(kind);
        var body = AppliedBody.Of(desired, kind, _hashAnnotation);
        return SendAsync<T>(kind, body.Key, body.Json, Write(FieldManager) with { DryRun = true }, cancellationToken);
    }

    /// <summary>
    /// Makes another manager own fields with given values before this one gives them up. Without it, a field that only this manager owns falls
    /// back to its default when the next wish leaves it out: <c>replicas</c> to 1 on the day autoscaling is turned on.
    /// </summary>
    /// <typeparam name="T">The cached type.</typeparam>
    /// <param name="key">Which object.</param>
    /// <param name="fields">The fields with their present values, e.g. <c>{"spec":{"replicas":7}}</c>.</param>
    /// <param name="newManager">Who owns them from now on.</param>
    /// <param name="cache">A cache of the kind.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Completes when the fields are handed over.</returns>
    public async Task HandOverAsync<T>(
        ObjectKey key, JsonObject fields, string newManager, IObjectCache<T> cache, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(cache);
        var body = (JsonObject)fields.DeepClone();
        body["apiVersion"] = cache.Kind.ApiVersion;
        body["kind"] = cache.Kind.Kind;
        body["metadata"] = new JsonObject { ["name"] = key.Name, ["namespace"] = key.Namespace };
        await SendAsync<T>(cache.Kind, key, body, Write(newManager), cancellationToken);
    }

    private async Task<ApplyOutcome<T>> ApplyBodyAsync<T>(object desired, IObjectCache<T> cache, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(desired);
        ArgumentNullException.ThrowIfNull(cache);
        var kind = cache.Kind;
        var body = AppliedBody.Of(desired, kind, _hashAnnotation);
        RequireSynced(cache, body.Key);
        var live = cache.Find(body.Key);
        var sameWish = live is not null && live.GetAnnotation(_hashAnnotation) == body.Hash;
        if (live is not null && (live.Metadata.DeletionTimestamp is not null || IsInPlace(kind, body, live, sameWish)))
        {
            _metrics.Skipped(kind.Kind);
            return new ApplyOutcome<T>(live, ApplyChange.None);
        }

        var result = cache.Normalise(await SendAsync<T>(kind, body.Key, body.Json, Write(FieldManager), cancellationToken));
        _memory.Remember(kind, body.Hash, live, result);
        var change = live is null ? ApplyChange.Created
            : live.Metadata.ResourceVersion == result.Metadata.ResourceVersion ? ApplyChange.None
            : sameWish ? ApplyChange.Corrected : ApplyChange.Changed;
        _metrics.Applied(kind.Kind, change);
        LogApplied(_logger, kind, body.Key, change);
        return new ApplyOutcome<T>(result, change);
    }

    private bool IsInPlace<T>(ResourceKind kind, AppliedBody body, T live, bool sameWish)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (_memory.IsUntouched(kind, body.Hash, live))
        {
            return true;
        }

        if (!sameWish || live is PartialObjectMetadata || !CanonicalJson.Covers(ApiJson.ToNode(live), body.Json))
        {
            return false;
        }

        // The normal case after a restart: the annotation says which wish was applied, the content says that nobody undid it.
        _memory.Remember(kind, body.Hash, live, live);
        return true;
    }

    private WriteOptions Write(string manager) => new() { FieldManager = manager, Force = Force };

    private Task<T> SendAsync<T>(ResourceKind kind, ObjectKey key, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _client.PatchAsync<T>(kind, key, PatchKind.Apply, CanonicalJson.Bytes(body), options, cancellationToken);

    private static void RequireSynced<T>(IObjectCache<T> cache, ObjectKey key)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (!cache.HasSyncedIn(key.Namespace))
        {
            throw new InvalidOperationException(
                $"The cache of {cache.Kind} is not filled for {key}, or does not look there, so absence means nothing. Wait for HasSyncedIn.");
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Applied {Kind} {Key}: {Change}")]
    private static partial void LogApplied(ILogger logger, ResourceKind kind, ObjectKey key, ApplyChange change);
}
