using System.Net;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Timing;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>
/// What KubernetesClient leaves out between a call and the wire: a client-side rate limit, patience with 429 and <c>Retry-After</c>, a second
/// try for idempotent requests, a deadline per attempt, and metrics.
/// </summary>
internal sealed class RequestHandler : DelegatingHandler
{
    private readonly ApiClientOptions _options;
    private readonly RestMetrics _metrics;
    private readonly IWriteGate? _writeGate;
    private readonly TimeProvider _time;
    private readonly TokenBucket _bucket;

    internal RequestHandler(ApiClientOptions options, RestMetrics metrics, IWriteGate? writeGate, TimeProvider time)
    {
        _options = options;
        _writeGate = writeGate;
        _metrics = metrics;
        _time = time;
        _bucket = new TokenBucket(options.QueriesPerSecond, options.Burst, time);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var traits = RequestTraits.Of(request);
        for (var attempt = 0; ; attempt++)
        {
            if (traits.Limited)
            {
                _metrics.Limited(request, await _bucket.WaitAsync(cancellationToken));
            }

            if (request.Method != HttpMethod.Get)
            {
                // Before every attempt, not once per call: the lead may be lost while waiting for a token or a retry.
                _writeGate?.ThrowIfClosed();
            }

            TimeSpan delay;
            try
            {
                var response = await AttemptAsync(request, traits, cancellationToken);
                if (RetryDelay(response, traits, attempt) is not { } wait)
                {
                    return response;
                }

                _metrics.Retried(request, response.StatusCode);
                response.Dispose();
                delay = wait;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException)
            {
                _metrics.Failed(request);
                if (!traits.Retried || !traits.Idempotent || attempt >= _options.FaultRetries)
                {
                    throw;
                }

                _metrics.Retried(request, null);
                delay = FaultDelay(attempt);
            }

            await Task.Delay(delay, _time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, RequestTraits traits, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(traits.HeaderTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var start = _time.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, linked.Token);
            _metrics.Answered(request, response.StatusCode, _time.GetElapsedTime(start));
            return response;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The deadline above, or the handler's own connect timeout, which also comes as a cancellation that nobody asked for.
            var what = deadline.IsCancellationRequested ? $"begin to answer within {traits.HeaderTimeout.TotalSeconds:0.#} s" : "accept a connection in time";
            throw new TimeoutException($"The API server did not {what}: {request.Method} {request.RequestUri!.AbsolutePath}", exception);
        }
    }

    private TimeSpan? RetryDelay(HttpResponseMessage response, RequestTraits traits, int attempt)
    {
        if (!traits.Retried)
        {
            return null;
        }

        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            // The server refused before doing anything, so even a POST is safe to repeat.
            return attempt < _options.ThrottledRetries ? RetryAfter(response) ?? TimeSpan.FromSeconds(1) : null;
        }

        var fault = response.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
        return fault && traits.Idempotent && attempt < _options.FaultRetries ? RetryAfter(response) ?? FaultDelay(attempt) : null;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var asked = header?.Delta ?? (header?.Date is { } date ? date - _time.GetUtcNow() : null);
        if (asked is not { } wait)
        {
            return null;
        }

        // Jitter on top, never below what was asked: clients throttled together must not return together.
        var bounded = wait > _options.LongestRetryAfter ? _options.LongestRetryAfter : wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        return bounded * (1 + (0.1 * Random.Shared.NextDouble()));
    }

    private static TimeSpan FaultDelay(int attempt) =>
        Spread.Around(Backoff.Exponential(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), attempt), 0.5);
}
