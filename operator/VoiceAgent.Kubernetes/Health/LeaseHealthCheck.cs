using Microsoft.Extensions.Diagnostics.HealthChecks;
using VoiceAgent.Kubernetes.Hosting;

namespace VoiceAgent.Kubernetes.Health;

/// <summary>
/// Liveness: a process that led and whose lease must have expired long ago should have exited. That it is still here means that its exit hangs.
/// </summary>
internal sealed class LeaseHealthCheck(LeadOffice lead) : IHealthCheck
{
    // client-go's health adaptor allows the same.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var limit = lead.Options.LeaseDuration + Grace;
        return Task.FromResult(lead.Elector is not null && lead.Tenure.SinceRenewal is { } since && since > limit
            ? HealthCheckResult.Unhealthy($"The lease was last renewed {since.TotalSeconds:0} s ago and the process has not exited.")
            : HealthCheckResult.Healthy());
    }
}
