using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Passwords;
using VoiceAgent.Runtime.Identity.Sessions;

namespace VoiceAgent.Runtime.Identity.Me;

/// <summary>The person who asks.</summary>
internal sealed record MeResponse(
    Guid Id, string Tenant, string Email, string DisplayName, Role Role, bool SecondFactor, DateTimeOffset CreatedAt, IReadOnlyList<string> Permissions)
{
    public static MeResponse Of(Account account) => new(
        account.Id, account.TenantId, account.Email, account.DisplayName, account.Role, account.HasSecondFactor, account.CreatedAt,
        [.. RoleMatrix.Of(account.Role).Order(StringComparer.Ordinal)]);
}

/// <summary>What a person may change of the profile.</summary>
internal sealed record ChangeMeRequest(string DisplayName) : IChecked
{
    public void Check(Findings findings) => findings.Text("displayName", DisplayName, Account.DisplayNameLength);
}

/// <summary>Another password. The present one proves that it is not just somebody at an unlocked screen.</summary>
internal sealed record ChangePasswordRequest(string CurrentPassword, string NewPassword) : IChecked
{
    public void Check(Findings findings)
    {
        findings.Text("currentPassword", CurrentPassword, PasswordRules.Longest * 2);
        findings.Text("newPassword", NewPassword, PasswordRules.Longest * 2);
    }
}

/// <summary>The present password, for what must not happen by accident or by another's hand.</summary>
internal sealed record PasswordRequest(string CurrentPassword) : IChecked
{
    public void Check(Findings findings) => findings.Text("currentPassword", CurrentPassword, PasswordRules.Longest * 2);
}

/// <summary>Six digits from the authenticator.</summary>
internal sealed record TotpCodeRequest(string Code) : IChecked
{
    public void Check(Findings findings) => findings.Text("code", Code, 6, 6);
}

/// <summary>What an authenticator needs. Shown once.</summary>
internal sealed record TotpResponse(string Secret, string Uri);

/// <summary>Ways in without the authenticator, each good once. Shown once.</summary>
internal sealed record RecoveryCodesResponse(IReadOnlyList<string> Codes);

/// <summary>A login that runs.</summary>
/// <param name="Id">For revoking it.</param>
/// <param name="Device">What the client called itself.</param>
/// <param name="Address">Where it was last used from.</param>
/// <param name="CreatedAt">The login.</param>
/// <param name="LastUsedAt">The last refresh.</param>
/// <param name="ExpiresAt">When it ends whatever happens.</param>
/// <param name="Current">True for the one that asks.</param>
internal sealed record SessionResponse(
    Guid Id, string Device, string Address, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, bool Current)
{
    public static SessionResponse Of(SessionRecord session, Guid? current) =>
        new(session.Id, session.Device, session.Address, session.CreatedAt, session.LastUsedAt, session.ExpiresAt, session.Id == current);
}

/// <summary>A ticket for one socket.</summary>
internal sealed record TicketResponse(string Ticket, int ExpiresIn);
