using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Runtime.Tenancy;

/// <summary>Reads <c>Authorization: Bearer</c> and asks the <see cref="ICredentialVerifier"/>. Never reads a key from an address.</summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ICredentialVerifier verifier)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    // Longer than any credential that is given out; longer input is not worth hashing.
    private const int MostCharacters = 4096;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var credential = header["Bearer ".Length..].Trim();
        if (credential.Length is 0 or > MostCharacters || await verifier.VerifyAsync(credential, Context.RequestAborted) is not { } grant)
        {
            return AuthenticateResult.Fail("The credential opens nothing.");
        }

        var identity = new ClaimsIdentity([new Claim(Grants.Tenant, grant.TenantId), new Claim(Grants.Subject, grant.Subject)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return Http.Problems.Because(
            StatusCodes.Status401Unauthorized, "unauthorized", "Missing or wrong key. Send it as 'Authorization: Bearer KEY'.").ExecuteAsync(Context);
    }
}

/// <summary>What the bearer of a verified credential is.</summary>
internal static class Grants
{
    public const string Tenant = "tenant";
    public const string Subject = "sub";

    /// <summary>The tenant whose data may be seen: from the credential, never from the request.</summary>
    public static string TenantId(this ClaimsPrincipal user) =>
        user.FindFirstValue(Tenant) ?? throw new InvalidOperationException("An endpoint that reads a tenant's data let an unknown caller in.");
}
