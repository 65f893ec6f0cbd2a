using VoiceAgent.Runtime.Api;

namespace VoiceAgent.Runtime.Tenancy;

/// <summary>A tenant's settings.</summary>
internal sealed record TenantResponse(
    string Name, string DisplayName, Registration Registration, bool Suspended, double SessionHours, double SessionIdleHours, DateTimeOffset CreatedAt)
{
    public static TenantResponse Of(TenantRecord tenant) => new(
        tenant.TenantId, tenant.DisplayName, tenant.Registration, tenant.SuspendedAt is not null, tenant.SessionLifetime.TotalHours, tenant.SessionIdle.TotalHours,
        tenant.CreatedAt);
}

/// <summary>What an owner may change. What is absent stays.</summary>
internal sealed record ChangeTenantRequest(string? DisplayName = null, Registration? Registration = null, int? SessionHours = null, int? SessionIdleHours = null) : IChecked
{
    public void Check(Findings findings)
    {
        findings.Text("displayName", DisplayName, 100);
        if (SessionHours is < 1 or > 24 * 90)
        {
            findings.Add("sessionHours", "Use 1 to 2160 hours.");
        }

        if (SessionIdleHours is < 1 or > 24 * 90)
        {
            findings.Add("sessionIdleHours", "Use 1 to 2160 hours.");
        }
    }

    public void Apply(TenantRecord tenant)
    {
        tenant.DisplayName = DisplayName ?? tenant.DisplayName;
        tenant.Registration = Registration ?? tenant.Registration;
        tenant.SessionLifetime = SessionHours is { } hours ? TimeSpan.FromHours(hours) : tenant.SessionLifetime;
        tenant.SessionIdle = SessionIdleHours is { } idle ? TimeSpan.FromHours(idle) : tenant.SessionIdle;
        tenant.Version++;
    }
}

/// <summary>A new tenant and the address of its first owner, who is invited.</summary>
internal sealed record CreateTenantRequest(string Name, string DisplayName, string OwnerEmail) : IChecked
{
    public void Check(Findings findings)
    {
        if (!TenantName.IsValid(Name))
        {
            findings.Add("name", "Use a DNS label: 1 to 63 small letters, digits and hyphens, no hyphen at an end; 'platform' is taken.");
        }

        findings.Text("displayName", DisplayName, 100);
        findings.Email("ownerEmail", OwnerEmail);
    }
}

/// <summary>Closes a tenant, or opens it again. The reason goes into the audit log.</summary>
internal sealed record SuspendRequest(bool Suspended, string Reason) : IChecked
{
    public void Check(Findings findings) => findings.Text("reason", Reason, 200, 3);
}

internal static class TenantName
{
    /// <summary>The tenant of those who run the platform.</summary>
    public const string Platform = "platform";

    public static bool IsValid(string name) => name is { Length: >= 1 and <= 63 } and not Platform && name[0] != '-' && name[^1] != '-'
        && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
