using System.Globalization;
using System.Net;
using Prometheus;

namespace VoiceAgent.Kubernetes.Telemetry;

/// <summary>What client-go calls <c>rest_client_*</c>: every attempt that reached for the API server.</summary>
internal sealed class RestMetrics
{
    // Buckets as in k8s.io/component-base, so that existing dashboards fit.
    private static readonly double[] Buckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

    private readonly Counter _requests;
    private readonly Histogram _duration;
    private readonly Histogram _limiter;
    private readonly Counter _retries;

    internal RestMetrics(CollectorRegistry registry)
    {
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        _requests = metrics.CreateCounter("rest_client_requests_total", "Requests to the API server by status code, method and host.",
            "code", "method", "host");
        _duration = metrics.CreateHistogram("rest_client_request_duration_seconds", "Seconds until the API server's answer began.",
            new HistogramConfiguration { LabelNames = ["verb", "host"], Buckets = Buckets });
        _limiter = metrics.CreateHistogram("rest_client_rate_limiter_duration_seconds", "Seconds spent waiting for the client's own rate limit.",
            new HistogramConfiguration { LabelNames = ["verb", "host"], Buckets = Buckets });
        _retries = metrics.CreateCounter("rest_client_request_retries_total", "Requests sent again, by what the attempt before came to.",
            "code", "verb", "host");
    }

    internal void Answered(HttpRequestMessage request, HttpStatusCode code, TimeSpan elapsed)
    {
        _requests.WithLabels(Text(code), request.Method.Method, Host(request)).Inc();
        _duration.WithLabels(request.Method.Method, Host(request)).Observe(elapsed.TotalSeconds);
    }

    internal void Failed(HttpRequestMessage request) => _requests.WithLabels("<error>", request.Method.Method, Host(request)).Inc();

    internal void Limited(HttpRequestMessage request, TimeSpan waited) =>
        _limiter.WithLabels(request.Method.Method, Host(request)).Observe(waited.TotalSeconds);

    internal void Retried(HttpRequestMessage request, HttpStatusCode? code) =>
        _retries.WithLabels(code is { } known ? Text(known) : "<error>", request.Method.Method, Host(request)).Inc();

    private static string Text(HttpStatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);

    private static string Host(HttpRequestMessage request) => request.RequestUri!.Authority;
}
