using Prometheus;
using VoiceAgent.Runtime.Calls;
using VoiceAgent.Runtime.Hosting.Health;
using VoiceAgent.Runtime.Http;
using VoiceAgent.Runtime.Telemetry;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>What the platform asks: health, figures, and to let go of the calls. Reached through the internal port alone.</summary>
internal static class InternalEndpoints
{
    public static void UseInternalEndpoints(this WebApplication app) => app.MapWhen(context => context.IsInternal(), inside =>
    {
        inside.UseRouting();
        inside.UseEndpoints(routes =>
        {
            routes.MapHealth();
            routes.MapMetrics("/metrics", app.Services.GetRequiredService<RuntimeMetrics>().Registry);
            routes.MapPost("/drain", (Drain drain, LiveCalls live) =>
            {
                drain.Begin();
                return TypedResults.Accepted((string?)null, new DrainResponse(live.IsDraining, live.Active, live.Unfinished));
            });
            routes.MapGet("/drain", (LiveCalls live) => TypedResults.Ok(new DrainResponse(live.IsDraining, live.Active, live.Unfinished)));
            routes.MapFallback(() => Problems.NotFound("address on this port"));
        });
    });

    /// <param name="Draining">No further call is taken.</param>
    /// <param name="Active">Calls under way.</param>
    /// <param name="Unfinished">Those, and calls that are over whose record or recording is not safe yet.</param>
    private sealed record DrainResponse(bool Draining, int Active, int Unfinished);
}
