namespace VoiceAgent.Runtime.Identity.SignIn;

/// <summary>The refresh token of a browser: no script can read it, no other site can send it, no plain connection carries it.</summary>
internal static class RefreshCookie
{
    /// <summary>The prefix makes browsers insist on Secure, on Path=/ and on this very host.</summary>
    public const string Name = "__Host-voiceagent-refresh";

    /// <summary>A header that a form on another site cannot set.</summary>
    public const string GuardHeader = "X-VoiceAgent-CSRF";

    public static void Set(HttpContext context, string token) => context.Response.Cookies.Append(Name, token, Options());

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options());

    /// <summary>The cookie's token; null when there is none, or when the request shows no sign of being the portal's own.</summary>
    public static string? Read(HttpContext context) =>
        context.Request.Headers.ContainsKey(GuardHeader) && context.Request.Headers["Sec-Fetch-Site"].ToString() is ("" or "same-origin" or "none")
            ? context.Request.Cookies[Name]
            : null;

    private static CookieOptions Options() => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        IsEssential = true,
        MaxAge = TimeSpan.FromDays(30),
    };
}
