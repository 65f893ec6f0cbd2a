using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Invites;

namespace VoiceAgent.Runtime.Identity.People;

/// <summary>A person of the tenant.</summary>
internal sealed record UserResponse(
    Guid Id, string Email, string DisplayName, Role Role, bool EmailVerified, bool Disabled, bool SecondFactor, DateTimeOffset CreatedAt, DateTimeOffset? LastLoginAt)
{
    public static UserResponse Of(Account account) => new(
        account.Id, account.Email, account.DisplayName, account.Role, account.EmailVerifiedAt is not null, account.DisabledAt is not null,
        account.HasSecondFactor, account.CreatedAt, account.LastLoginAt);
}

/// <summary>What may be changed of a person. What is absent stays.</summary>
internal sealed record ChangeUserRequest(Role? Role = null, bool? Disabled = null);

/// <summary>Whom to invite.</summary>
internal sealed record InviteRequest(string Email, Role Role) : IChecked
{
    public void Check(Findings findings) => findings.Email("email", Email);
}

/// <summary>An invitation.</summary>
internal sealed record InviteResponse(Guid Id, string Email, Role Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string State)
{
    public static InviteResponse Of(InviteRecord invite, DateTimeOffset now) => new(invite.Id, invite.Email, invite.Role, invite.CreatedAt, invite.ExpiresAt, invite switch
    {
        { AcceptedAt: not null } => "accepted",
        { WithdrawnAt: not null } => "withdrawn",
        _ => invite.ExpiresAt <= now ? "expired" : "open",
    });
}
