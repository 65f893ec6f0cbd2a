using Microsoft.Extensions.Diagnostics.HealthChecks;
using VoiceAgent.Runtime.Calls;
using VoiceAgent.Runtime.Calls.Setup;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Hosting.StatusPage;

/// <summary>Serves the status page.</summary>
internal sealed class StatusEndpoint(
    ICatalog catalog, ProviderWarmUp warmUp, HealthCheckService health, LiveCalls live, DevelopmentKey key, TimeProvider time)
{
    public async Task<IResult> GetAsync(HttpContext context)
    {
        var report = await health.CheckHealthAsync(context.RequestAborted);
        var host = context.Request.Host.ToUriComponent();
        var view = new StatusView(
            catalog.Current,
            warmUp.Faults,
            report,
            live,
            $"{context.Request.Scheme}://{host}",
            $"{(context.Request.IsHttps ? "wss" : "ws")}://{host}",
            key.File,
            time.GetUtcNow());
        context.Response.Headers.ContentSecurityPolicy = StatusStyle.Policy;
        return Results.Content(StatusPage.Render(view), "text/html; charset=utf-8");
    }
}
