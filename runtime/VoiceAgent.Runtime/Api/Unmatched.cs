namespace VoiceAgent.Runtime.Api;

/// <summary>
/// Answers what no endpoint takes, before anybody asks who it was: an unknown address with 404, and the routing's own 405 and 415 as they
/// are. A fallback endpoint would take all three for unknown addresses, and the closed default policy for forbidden ones.
/// </summary>
internal static class Unmatched
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next) => context.GetEndpoint() switch
    {
        RouteEndpoint => next(context),
        { RequestDelegate: { } answer } => answer(context),
        _ => Http.Problems.NotFound("address").ExecuteAsync(context),
    };
}
