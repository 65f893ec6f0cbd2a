using System.Net.Http.Headers;
using k8s;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Api;

public sealed partial class ApiClient
{
    /// <summary>Creates an object.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="kind">What it is.</param>
    /// <param name="obj">The object, with its name and, for a namespaced kind, its namespace.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as stored.</returns>
    /// <exception cref="ApiException">The server refused; 409 when it exists already.</exception>
    public async Task<T> CreateAsync<T>(ResourceKind kind, T obj, WriteOptions options, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(obj);
        ArgumentNullException.ThrowIfNull(options);
        using var request = Write(HttpMethod.Post, kind.Path(obj.Metadata.NamespaceProperty), ApiJson.Serialize(obj), JsonMediaType, options);
        return Decode<T>(await SendAsync(request, Traits(options.Repeatable), cancellationToken), kind);
    }

    /// <summary>Replaces an object. Give it the resource version that was read: the server then refuses with 409 when somebody was faster.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="kind">What it is.</param>
    /// <param name="obj">The whole object.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as stored.</returns>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<T> ReplaceAsync<T>(ResourceKind kind, T obj, WriteOptions options, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(obj);
        ArgumentNullException.ThrowIfNull(options);
        var path = kind.Path(ObjectKey.Of(obj), options.Subresource);
        using var request = Write(HttpMethod.Put, path, ApiJson.Serialize(obj), JsonMediaType, options);

        // Not idempotent: when the answer is lost, a second try meets its own new resource version as a conflict.
        return Decode<T>(await SendAsync(request, Traits(idempotent: false), cancellationToken), kind);
    }

    /// <summary>Patches an object.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="kind">What it is.</param>
    /// <param name="key">Which one.</param>
    /// <param name="patchKind">How the body is meant.</param>
    /// <param name="body">The patch as UTF-8 JSON.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as stored.</returns>
    /// <exception cref="ApplyConflictException">An apply without force met fields of other managers.</exception>
    /// <exception cref="ApiException">The server refused for another reason.</exception>
    public async Task<T> PatchAsync<T>(
        ResourceKind kind, ObjectKey key, PatchKind patchKind, ReadOnlyMemory<byte> body, WriteOptions options,
        CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(options);
        var mediaType = patchKind switch
        {
            PatchKind.Apply => "application/apply-patch+yaml",
            PatchKind.Merge => "application/merge-patch+json",
            PatchKind.Json => "application/json-patch+json",
            _ => throw new ArgumentOutOfRangeException(nameof(patchKind)),
        };
        using var request = Write(HttpMethod.Patch, kind.Path(key, options.Subresource), body, mediaType, options);
        var traits = Traits(patchKind == PatchKind.Apply || options.Repeatable);
        return Decode<T>(await SendAsync(request, traits, cancellationToken), kind);
    }

    /// <summary>Asks for an object's deletion. It stays until its finalizers are gone.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="key">Which one.</param>
    /// <param name="options">What goes along, and under which condition.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>False when there was nothing to delete.</returns>
    /// <exception cref="ApiException">The server refused; 409 when the condition did not hold.</exception>
    public async Task<bool> DeleteAsync(ResourceKind kind, ObjectKey key, DeleteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(options);
        var body = new V1DeleteOptions
        {
            ApiVersion = "v1",
            Kind = "DeleteOptions",
            PropagationPolicy = options.Propagation,
            DryRun = options.DryRun ? ["All"] : null,
            Preconditions = options.Uid is null && options.ResourceVersion is null
                ? null
                : new V1Preconditions { Uid = options.Uid, ResourceVersion = options.ResourceVersion },
        };
        using var request = Request(HttpMethod.Delete, kind.Path(key));
        request.Content = Content(ApiJson.Serialize(body), JsonMediaType);
        try
        {
            await SendAsync(request, Traits(idempotent: true), cancellationToken);
            return true;
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            return false;
        }
    }

    private HttpRequestMessage Write(HttpMethod method, string path, ReadOnlyMemory<byte> body, string mediaType, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var request = Request(
            method,
            path,
            ("fieldManager", options.FieldManager),
            ("force", options.Force ? "true" : null),
            ("dryRun", options.DryRun ? "All" : null),
            ("fieldValidation", _options.FieldValidation));
        request.Content = Content(body, mediaType);
        return request;
    }

    private static ReadOnlyMemoryContent Content(ReadOnlyMemory<byte> body, string mediaType) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
}
