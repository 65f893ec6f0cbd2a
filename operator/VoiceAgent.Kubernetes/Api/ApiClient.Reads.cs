using System.Globalization;
using System.Net.Http.Headers;
using k8s;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Api;

public sealed partial class ApiClient
{
    /// <summary>Reads one object.</summary>
    /// <typeparam name="T">The object's type; <see cref="PartialObjectMetadata"/> asks the server for metadata alone.</typeparam>
    /// <param name="kind">What it is.</param>
    /// <param name="key">Which one.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as stored now, or null when there is none.</returns>
    /// <exception cref="ApiException">The server refused for another reason than absence.</exception>
    public async Task<T?> FindAsync<T>(ResourceKind kind, ObjectKey key, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        using var request = Request(HttpMethod.Get, kind.Path(key));
        AcceptMetadata<T>(request, "PartialObjectMetadata");
        try
        {
            return Decode<T>(await SendAsync(request, Traits(idempotent: true), cancellationToken), kind);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads all objects of a selection, page by page.</summary>
    /// <typeparam name="T">The objects' type.</typeparam>
    /// <param name="kind">What they are.</param>
    /// <param name="selection">Which ones.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The objects that fit the type.</returns>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<IReadOnlyList<T>> ListAsync<T>(ResourceKind kind, Selection selection, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        var items = new List<T>();
        var request = new ListRequest(selection) { Limit = 500 };
        while (true)
        {
            var page = await ListPageAsync<T>(kind, request, cancellationToken);
            items.AddRange(page.Items);
            if (page.Continue is null)
            {
                return items;
            }

            request = request with { Continue = page.Continue };
        }
    }

    internal async Task<ListPage<T>> ListPageAsync<T>(ResourceKind kind, ListRequest list, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        // A continue token already holds the resource version: sending both, or a match without a version, is a 400.
        var version = list.Continue is null ? list.ResourceVersion : null;
        using var request = Request(
            HttpMethod.Get,
            kind.Path(list.Selection.Namespace),
            ("labelSelector", list.Selection.LabelSelector),
            ("fieldSelector", list.Selection.FieldSelector),
            ("limit", list.Limit?.ToString(CultureInfo.InvariantCulture)),
            ("continue", list.Continue),
            ("resourceVersion", version),
            ("resourceVersionMatch", version is null ? null : "NotOlderThan"));
        AcceptMetadata<T>(request, "PartialObjectMetadataList");
        return ListReader.Read<T>(await SendAsync(request, Traits(idempotent: true), cancellationToken), kind);
    }

    internal async Task<WatchStream<T>> WatchAsync<T>(ResourceKind kind, WatchRequest watch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        using var request = Request(
            HttpMethod.Get,
            kind.Path(watch.Selection.Namespace),
            ("watch", "true"),
            ("allowWatchBookmarks", "true"),
            ("labelSelector", watch.Selection.LabelSelector),
            ("fieldSelector", watch.Selection.FieldSelector),
            ("resourceVersion", watch.ResourceVersion),
            ("timeoutSeconds", Math.Ceiling(watch.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        AcceptMetadata<T>(request, "PartialObjectMetadata");
        var traits = new RequestTraits { HeaderTimeout = watch.HeaderTimeout, Retried = false };
        var response = await OpenAsync(request, traits, cancellationToken);
        try
        {
            return new WatchStream<T>(response, await response.Content.ReadAsStreamAsync(cancellationToken), kind);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static void AcceptMetadata<T>(HttpRequestMessage request, string form)
    {
        if (typeof(T) == typeof(PartialObjectMetadata))
        {
            request.Headers.Accept.Clear();
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse($"application/json;as={form};g=meta.k8s.io;v=v1"));
        }
    }
}
