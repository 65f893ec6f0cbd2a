using Microsoft.AspNetCore.Identity;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Codes;
using VoiceAgent.Runtime.Identity.Mail;
using VoiceAgent.Runtime.Identity.Passwords;

namespace VoiceAgent.Runtime.Identity.SignIn;

/// <summary>What happens behind the answer that says nothing: runs as an errand, inside the tenant.</summary>
internal sealed class Registrations(UserManager<Account> users, PasswordGate gate, OneTimeCodes codes, Letters letters, TimeProvider time)
{
    private static readonly TimeSpan VerifyWithin = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan ResetWithin = TimeSpan.FromMinutes(30);

    public static Account NewAccount(string tenant, string email, string displayName, Role role, DateTimeOffset now) => new()
    {
        TenantId = tenant,
        Id = now == default ? Guid.Empty : Guid.CreateVersion7(now),
        Email = email,
        DisplayName = displayName,
        Role = role,
        CreatedAt = now,
    };

    public async Task RegisterAsync(string tenant, string email, string password, string displayName, CancellationToken cancellationToken)
    {
        if (await users.FindByEmailAsync(email) is { } existing)
        {
            await (existing.EmailVerifiedAt is null ? SendVerificationAsync(existing, cancellationToken) : TellAsync(existing));
            return;
        }

        var account = NewAccount(tenant, email, displayName, Role.Viewer, time.GetUtcNow());
        var created = await gate.RunAsync(() => users.CreateAsync(account, password), cancellationToken);
        if (created.Succeeded)
        {
            await SendVerificationAsync(account, cancellationToken);
        }
    }

    public async Task ResendAsync(string email, CancellationToken cancellationToken)
    {
        if (await users.FindByEmailAsync(email) is { EmailVerifiedAt: null } account)
        {
            await SendVerificationAsync(account, cancellationToken);
        }
    }

    public async Task ForgotAsync(string email, CancellationToken cancellationToken)
    {
        if (await users.FindByEmailAsync(email) is { DisabledAt: null, EmailVerifiedAt: not null } account)
        {
            letters.ResetPassword(account.Email, await codes.CreateAsync(account, CodePurpose.ResetPassword, ResetWithin, bound: null, cancellationToken));
        }
    }

    private async Task SendVerificationAsync(Account account, CancellationToken cancellationToken) =>
        letters.VerifyEmail(account.Email, await codes.CreateAsync(account, CodePurpose.VerifyEmail, VerifyWithin, bound: null, cancellationToken));

    private Task TellAsync(Account account)
    {
        letters.AlreadyRegistered(account.Email);
        return Task.CompletedTask;
    }
}
