using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Mail;
using VoiceAgent.Runtime.Identity.Passwords;
using VoiceAgent.Runtime.Identity.SignIn;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity.Invites;

/// <summary>What became of an attempt to accept.</summary>
internal abstract record Acceptance
{
    internal sealed record Done : Acceptance;

    internal sealed record WrongCode : Acceptance;

    internal sealed record WeakPassword(string Problem) : Acceptance;
}

/// <summary>Makes and redeems invitations.</summary>
internal sealed class Invitations(RequestDatabase database, UserManager<Account> users, Seal seal, Letters letters, AuditLog audit, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Invites an address. Who has an account already gets no mail; the caller learns it from the list of people.</summary>
    public async Task<InviteRecord> CreateAsync(Caller by, string email, Role role, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var secret = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var invite = new InviteRecord
        {
            TenantId = by.TenantId,
            Id = id,
            Email = email,
            NormalizedEmail = users.NormalizeEmail(email)!,
            Role = role,
            Hash = seal.Recognise(Place(id), secret),
            InvitedBy = by.Subject,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        database.Open().Add(invite);
        await database.Open().SaveChangesAsync(cancellationToken);
        letters.Invited(email, by.TenantId, $"{by.TenantId}.{id:N}.{secret}");
        return invite;
    }

    public async Task<Acceptance> AcceptAsync(AcceptInviteRequest request, string address, CancellationToken cancellationToken)
    {
        if (request.Code.Split('.') is not [{ Length: > 0 } tenant, var text, var secret] || !Guid.TryParseExact(text, "N", out var id))
        {
            return new Acceptance.WrongCode();
        }

        using var _ = TenantScope.Enter(tenant);
        var now = time.GetUtcNow();
        var invite = await database.Open().Set<InviteRecord>()
            .SingleOrDefaultAsync(row => row.Id == id && row.AcceptedAt == null && row.WithdrawnAt == null && row.ExpiresAt > now, cancellationToken);
        if (invite is null || !seal.Matches(Place(id), secret, invite.Hash) || await users.FindByEmailAsync(invite.Email) is not null)
        {
            return new Acceptance.WrongCode();
        }

        return await AcceptAsync(invite, request, address, cancellationToken);
    }

    private async Task<Acceptance> AcceptAsync(InviteRecord invite, AcceptInviteRequest request, string address, CancellationToken cancellationToken)
    {
        var account = Registrations.NewAccount(invite.TenantId, invite.Email, request.DisplayName, invite.Role, time.GetUtcNow());

        // The code came to this address: that proves it.
        account.EmailVerifiedAt = time.GetUtcNow();
        if (users.PasswordValidators.OfType<PasswordRules>().Single().Problem(account, request.Password) is { } problem)
        {
            return new Acceptance.WeakPassword(problem);
        }

        var claimed = await database.Open().Set<InviteRecord>().Where(row => row.Id == invite.Id && row.AcceptedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.AcceptedAt, account.CreatedAt), cancellationToken);
        if (claimed != 1 || !(await users.CreateAsync(account, request.Password)).Succeeded)
        {
            return new Acceptance.WrongCode();
        }

        await audit.WriteAsync(
            new AuditEvent(invite.TenantId, $"account/{account.Id}", "invite.accepted", $"invite/{invite.Id}", address, new { role = invite.Role.ToString() }), cancellationToken);
        return new Acceptance.Done();
    }

    private static string Place(Guid id) => $"invite/{id:N}";
}
