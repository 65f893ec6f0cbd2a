using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using VoiceAgent.Kubernetes.Hosting;
using VoiceAgent.Kubernetes.Informers;

namespace VoiceAgent.Kubernetes.Health;

/// <summary>
/// Liveness: does every list and watch loop go round? An API server that is away is not a failure here, as the loop keeps trying and a restart
/// would only lose the cache; a loop that does not even try for twice the longest watch is dead, and only a restart helps.
/// </summary>
internal sealed class WatchHealthCheck(InformerFactory informers, IOptions<ControllerRuntimeOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var watch = options.Value.Watch;
        var limit = 2 * (watch.LongestWatch + watch.WatchGrace);
        var dead = informers.Informers.Where(informer => informer.Pulse.SinceAttempt > limit).Select(informer => informer.Kind.Resource).ToList();
        return Task.FromResult(dead.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The watch loops of {string.Join(", ", dead)} have stood still for more than {limit.TotalMinutes:0.#} min."));
    }
}
