using Microsoft.Extensions.Diagnostics.HealthChecks;
using VoiceAgent.Kubernetes.Hosting;

namespace VoiceAgent.Kubernetes.Health;

/// <summary>
/// Liveness: a reconcile that ignores its cancellation for five times its timeout holds its worker for ever; when none is left the controller is
/// dead although everything else looks well.
/// </summary>
internal sealed class WorkerHealthCheck(ControllerSet controllers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var stuck = controllers.All
            .Where(controller => controller.Queue.Running().Count(elapsed => elapsed > 5 * controller.Options.ReconcileTimeout) >= controller.Options.Workers)
            .Select(controller => controller.Name)
            .ToList();
        return Task.FromResult(stuck.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"Every worker of {string.Join(", ", stuck)} is stuck in a reconcile that ignores its cancellation."));
    }
}
