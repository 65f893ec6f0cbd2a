using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Identity.Keys;

namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>Bearer credentials that are no token: API keys, and the development key where there is one.</summary>
internal sealed class ApiKeyScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys, DevelopmentAccess development)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "ApiKey";

    private const string Bearer = "Bearer ";

    /// <summary>The credential of a request's <c>Authorization</c> header; null when there is none.</summary>
    public static string? Credential(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Credential(Request) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.VerifyAsync(text, Context.RequestAborted) is { } key)
        {
            return Ticket(key.TenantId, key.Id, key.Scopes);
        }

        return await development.VerifyAsync(text, Context.RequestAborted) is { } grant
            ? Ticket(grant.TenantId, grant.Subject, string.Join(' ', RoleMatrix.Of(Role.Owner)))
            : AuthenticateResult.Fail("The key opens nothing.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private AuthenticateResult Ticket(string tenant, string key, string scopes)
    {
        var identity = new ClaimsIdentity(
            [new(CallerClaims.Tenant, tenant), new(CallerClaims.Subject, $"key/{key}"), new(CallerClaims.Key, key), new(CallerClaims.Scope, scopes)], Scheme.Name, CallerClaims.Key, CallerClaims.Role);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
