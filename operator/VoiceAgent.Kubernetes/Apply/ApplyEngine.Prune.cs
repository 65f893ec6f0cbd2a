using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Informers;

namespace VoiceAgent.Kubernetes.Apply;

public sealed partial class ApplyEngine
{
    /// <summary>
    /// Deletes what an owner no longer wishes for: objects whose controlling owner it is, that this engine's manager wrote, and that are not kept.
    /// Each is deleted by its UID, so a namesake that appeared meanwhile stays.
    /// </summary>
    /// <typeparam name="T">The objects' type.</typeparam>
    /// <param name="owner">The owner, as it is now.</param>
    /// <param name="keep">The keys that are wished for.</param>
    /// <param name="cache">A cache of the kind. What it has not seen yet stays, until its arrival wakes the owner again.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The keys of what was deleted.</returns>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<IReadOnlyList<ObjectKey>> PruneAsync<T>(
        IKubernetesObject<V1ObjectMeta> owner, IReadOnlySet<ObjectKey> keep, IObjectCache<T> cache, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(keep);
        ArgumentNullException.ThrowIfNull(cache);
        var deleted = new List<ObjectKey>();
        foreach (var obj in cache.ByIndex(Indexes.OwnerUid, owner.Metadata.Uid).Where(obj => IsOurs(obj, owner.Metadata.Uid)))
        {
            var key = ObjectKey.Of(obj);
            if (!keep.Contains(key) && await DeleteAsync(cache.Kind, key, obj.Metadata.Uid, cancellationToken))
            {
                deleted.Add(key);
            }
        }

        return deleted;
    }

    private bool IsOurs<T>(T obj, string ownerUid)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        obj.Metadata.DeletionTimestamp is null &&
        obj.GetAnnotation(_hashAnnotation) is not null &&
        obj.Metadata.OwnerReferences.Any(reference => reference.Controller == true && reference.Uid == ownerUid);

    private async Task<bool> DeleteAsync(ResourceKind kind, ObjectKey key, string uid, CancellationToken cancellationToken)
    {
        try
        {
            if (!await _client.DeleteAsync(kind, key, new DeleteOptions { Uid = uid }, cancellationToken))
            {
                return false;
            }
        }
        catch (ApiException exception) when (exception.IsConflict)
        {
            // Another object has the name now: the one that was meant is gone already.
            return false;
        }

        _memory.Forget(kind, key);
        _metrics.Pruned(kind.Kind);
        LogPruned(_logger, kind, key);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Kind} {Key}: its owner no longer wishes for it")]
    private static partial void LogPruned(ILogger logger, ResourceKind kind, ObjectKey key);
}
