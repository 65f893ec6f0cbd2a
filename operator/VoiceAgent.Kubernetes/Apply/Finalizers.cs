using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Apply;

/// <summary>
/// Adds and removes finalizers: marks that keep an object until something outside the cluster is cleaned up. Put one on only where there is such
/// a thing, and before making it.
/// </summary>
public static class Finalizers
{
    /// <summary>Adds a finalizer, unless it is there or the object is being deleted.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="kind">What the object is.</param>
    /// <param name="obj">The object as read.</param>
    /// <param name="finalizer">A qualified name, e.g. <c>voiceagent.dev/tenant-cleanup</c>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ApiException">The server refused; 409 when the object changed since it was read.</exception>
    public static Task<T> AddAsync<T>(ApiClient client, ResourceKind kind, T obj, string finalizer, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(obj);
        IEnumerable<string> present = obj.Metadata.Finalizers ?? [];
        return obj.Metadata.DeletionTimestamp is not null || present.Contains(finalizer)
            ? Task.FromResult(obj)
            : PatchAsync(client, kind, obj, present.Append(finalizer), cancellationToken);
    }

    /// <summary>Removes a finalizer, unless it or the object is gone.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="kind">What the object is.</param>
    /// <param name="obj">The object as read.</param>
    /// <param name="finalizer">The name.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Completes when it is gone.</returns>
    /// <exception cref="ApiException">The server refused; 409 when the object changed since it was read.</exception>
    public static async Task RemoveAsync<T>(
        ApiClient client, ResourceKind kind, T obj, string finalizer, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj.Metadata.Finalizers?.Contains(finalizer) != true)
        {
            return;
        }

        try
        {
            await PatchAsync(client, kind, obj, obj.Metadata.Finalizers.Where(present => present != finalizer), cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            // Gone: somebody else took the last finalizer off.
        }
    }

    // A merge patch replaces the whole list, so it carries the resource version: without it a finalizer that someone added meanwhile is lost.
    private static Task<T> PatchAsync<T>(
        ApiClient client, ResourceKind kind, T obj, IEnumerable<string> finalizers, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(client);
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["uid"] = obj.Metadata.Uid,
                ["resourceVersion"] = obj.Metadata.ResourceVersion,
                ["finalizers"] = new JsonArray([.. finalizers.Select(name => (JsonNode)name)]),
            },
        };
        return client.PatchAsync<T>(kind, ObjectKey.Of(obj), PatchKind.Merge, CanonicalJson.Bytes(patch), new WriteOptions(), cancellationToken);
    }
}
