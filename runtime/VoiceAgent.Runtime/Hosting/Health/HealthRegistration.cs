using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VoiceAgent.Runtime.Hosting.Health;

/// <summary>Health, told dependency by dependency.</summary>
internal static class HealthRegistration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .Add<DatabaseHealth>("database")
        .Add<CatalogHealth>("catalog")
        .Add<DiskHealth>("disk")
        .Add<ModelHealth>("voice-activity-model")
        .Add<TimerHealth>("playout-timer")
        .Add<DrainHealth>("calls");

    /// <summary>Ready says whether a call may be sent here; live says only that the process runs, because a restart heals no dependency.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/healthz/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static IHealthChecksBuilder Add<T>(this IHealthChecksBuilder checks, string name)
        where T : class, IHealthCheck => checks.AddCheck<T>(name, timeout: Patience);

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        Status = report.Status.ToString(),
        Checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { Status = entry.Value.Status.ToString(), Message = entry.Value.Description }),
    });
}
