using Microsoft.AspNetCore.Identity;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Mail;
using VoiceAgent.Runtime.Identity.Passwords;
using VoiceAgent.Runtime.Identity.Sessions;

namespace VoiceAgent.Runtime.Identity.Accounts;

/// <summary>Gives an account another password and ends what the old one opened.</summary>
internal sealed class AccountPasswords(
    UserManager<Account> users, PasswordRules rules, PasswordGate gate, SessionEnding sessions, LiveAccess access, Letters letters)
{
    /// <summary>What speaks against a password; null for nothing.</summary>
    public string? Problem(Account account, string password) => rules.Problem(account, password);

    /// <param name="account">As it was loaded in this request.</param>
    /// <param name="password">One that the rules let pass.</param>
    /// <param name="keep">The session that may go on; null for none.</param>
    /// <param name="cancellationToken">Stops waiting for a turn to hash.</param>
    /// <returns>False when the account was changed by somebody else in the meantime.</returns>
    public async Task<bool> SetAsync(Account account, string password, Guid? keep, CancellationToken cancellationToken)
    {
        account.PasswordHash = await gate.RunAsync(() => Task.FromResult(users.PasswordHasher.HashPassword(account, password)), cancellationToken);
        account.ChangeAccess();
        if (!(await users.UpdateSecurityStampAsync(account)).Succeeded)
        {
            return false;
        }

        await sessions.EndAllAsync(account.TenantId, account.Id, keep, SessionEnd.PasswordChanged, cancellationToken);
        access.Changed();
        letters.PasswordChanged(account.Email);
        return true;
    }
}
