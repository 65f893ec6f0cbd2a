using System.Security.Claims;

namespace VoiceAgent.Runtime.Tenancy;

/// <summary>What the bearer of a verified credential is.</summary>
internal static class Grants
{
    public const string Tenant = "tid";

    /// <summary>The tenant whose data may be seen: from the credential, never from the request.</summary>
    public static string TenantId(this ClaimsPrincipal user) =>
        user.FindFirstValue(Tenant) ?? throw new InvalidOperationException("An endpoint that reads a tenant's data let an unknown caller in.");
}
