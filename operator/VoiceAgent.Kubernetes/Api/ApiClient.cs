using System.Net.Http.Headers;
using System.Text.Json;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>
/// One generic client for every kind, over KubernetesClient's connection, credentials and JSON. Make one per process and keep it.
/// All members are safe for concurrent use.
/// </summary>
public sealed partial class ApiClient : IDisposable
{
    private const string JsonMediaType = "application/json";

    private readonly k8s.Kubernetes _kubernetes;
    private readonly ApiClientOptions _options;
    private readonly ApiWarnings _warnings;
    private readonly ApiEndpoint _endpoint;

    internal ApiClient(ApiEndpoint endpoint, ApiClientOptions options, RequestHandler handler, ILogger logger)
    {
        _endpoint = endpoint;
        _options = options;
        _warnings = new ApiWarnings(logger);
        _kubernetes = endpoint.Connect(options.UserAgent, handler);
    }

    /// <summary>The official typed client on the same connection, for calls that this class has no name for. It shares the rate limit, the retries and the write gate.</summary>
    public IKubernetes Typed => _kubernetes;

    /// <inheritdoc />
    public void Dispose() => _kubernetes.Dispose();

    private RequestTraits Traits(bool idempotent) => new() { HeaderTimeout = _options.RequestTimeout, Idempotent = idempotent };

    private async Task<byte[]> SendAsync(HttpRequestMessage request, RequestTraits traits, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, traits, cancellationToken);
        using var deadline = new CancellationTokenSource(_options.RequestTimeout, _endpoint.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await response.Content.ReadAsByteArrayAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The answer to {Target(request)} was not complete within {_options.RequestTimeout.TotalSeconds:0.#} s.");
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, RequestTraits traits, CancellationToken cancellationToken)
    {
        traits.AttachTo(request);
        request.Version = _endpoint.HttpVersion;
        if (_kubernetes.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        if (_endpoint.TlsServerName is { } serverName)
        {
            request.Headers.Host = serverName;
        }

        var response = await _kubernetes.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        _warnings.Log(request, response);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ReadFaultAsync(request, response, cancellationToken);
        }
    }

    private async Task<ApiException> ReadFaultAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        V1Status? status = null;
        using var deadline = new CancellationTokenSource(_options.RequestTimeout, _endpoint.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var body = await response.Content.ReadAsByteArrayAsync(linked.Token);
            status = ApiJson.Deserialize<V1Status>(body);
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException or IOException ||
            (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A proxy's HTML page or a torn body: the code alone has to do.
        }

        var retryAfter = response.Headers.RetryAfter?.Delta;
        return ApplyConflictException.TryCreate(Target(request), response.StatusCode, status)
            ?? new ApiException(Target(request), response.StatusCode, status, retryAfter);
    }

    private HttpRequestMessage Request(HttpMethod method, string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var text = string.Join('&', Present(query));
        var uri = new Uri(_kubernetes.BaseUri, text.Length == 0 ? path : $"{path}?{text}");
        return new HttpRequestMessage(method, uri) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue(JsonMediaType) } } };
    }

    private static List<string> Present(ReadOnlySpan<(string Name, string? Value)> query)
    {
        var parts = new List<string>(query.Length);
        foreach (var (name, value) in query)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return parts;
    }

    private static string Target(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.AbsolutePath}";

    private static T Decode<T>(byte[] body, ResourceKind kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var reader = new Utf8JsonReader(body);
        return ListReader.Decode<T>(ref reader, kind);
    }
}
