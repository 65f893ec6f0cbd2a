using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using VoiceAgent.Kubernetes.Hosting;
using VoiceAgent.Kubernetes.Informers;

namespace VoiceAgent.Kubernetes.Health;

/// <summary>Readiness: is every cache that was wished for before the start filled, and has the API server said anything for it lately (a list, an event or a bookmark)?</summary>
internal sealed class CacheHealthCheck(InformerFactory informers, IOptions<ControllerRuntimeOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var watch = options.Value.Watch;
        var limit = watch.LongestWatch + watch.WatchGrace;
        var all = informers.Initial;
        var empty = all.Where(informer => !informer.HasSynced).Select(informer => informer.Kind.Resource).ToList();
        var stale = all.Where(informer => informer.HasSynced && informer.Pulse.SinceContact > limit).Select(informer => informer.Kind.Resource).ToList();
        var problem = (empty.Count, stale.Count) switch
        {
            ( > 0, _) => $"Not filled yet: {string.Join(", ", empty)}.",
            (_, > 0) => $"The API server has said nothing for more than {limit.TotalMinutes:0.#} min about {string.Join(", ", stale)}.",
            _ => null,
        };
        return Task.FromResult(problem is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(problem));
    }
}
