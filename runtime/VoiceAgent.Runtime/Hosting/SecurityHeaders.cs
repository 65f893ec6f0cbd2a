namespace VoiceAgent.Runtime.Hosting;

/// <summary>What browsers are told on every answer: nothing here is framed, sniffed, shared or cached unless it says otherwise itself.</summary>
internal static class SecurityHeaders
{
    /// <summary>For answers that are no page: nothing may be loaded from them.</summary>
    private const string NoContent = "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = NoContent;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";
        return next(context);
    });
}
