using System.Net;
using System.Security.Claims;

namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>Who makes this request, once it is known.</summary>
internal sealed record Caller
{
    public required string TenantId { get; init; }

    /// <summary>As the audit log names it: <c>account/…</c> or <c>key/…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Null for an API key.</summary>
    public Guid? AccountId { get; init; }

    public Guid? SessionId { get; init; }

    public Role? Role { get; init; }

    /// <summary>Permissions of an API key; null for a person, whose role decides.</summary>
    public IReadOnlySet<string>? Scopes { get; init; }

    public bool May(string permission) => Scopes?.Contains(permission) ?? (Role is { } role && RoleMatrix.Allows(role, permission));

    /// <summary>Null when nobody of ours is named.</summary>
    public static Caller? From(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue(CallerClaims.Tenant) is not { Length: > 0 } tenant)
        {
            return null;
        }

        if (principal.FindFirstValue(CallerClaims.Key) is { } key)
        {
            var scopes = (principal.FindFirstValue(CallerClaims.Scope) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new Caller { TenantId = tenant, Subject = $"key/{key}", Scopes = scopes.ToHashSet(StringComparer.Ordinal) };
        }

        return Guid.TryParse(principal.FindFirstValue(CallerClaims.Subject), out var account)
            && Guid.TryParse(principal.FindFirstValue(CallerClaims.Session), out var session)
            && Enum.TryParse<Role>(principal.FindFirstValue(CallerClaims.Role), out var role)
            ? new Caller { TenantId = tenant, Subject = $"account/{account}", AccountId = account, SessionId = session, Role = role }
            : null;
    }

    /// <summary>The caller of a request behind a policy, which has one.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.User));

    /// <summary>Where a request comes from, for limits and the audit log.</summary>
    public static string Address(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        IPAddress address => address.ToString(),
    };
}
