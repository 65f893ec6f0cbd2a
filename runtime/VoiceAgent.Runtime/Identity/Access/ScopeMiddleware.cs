using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>Confines everything that a request of the API touches to the tenant of who asks, and a stranger's request to nothing.</summary>
internal static class ScopeMiddleware
{
    private const string Api = "/api";

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        using var _ = Caller.From(context.User) is { } caller ? TenantScope.Enter(caller.TenantId) : TenantScope.Enter(TenantScope.Nobody);
        await next(context);
    }
}
