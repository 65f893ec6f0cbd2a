using Microsoft.AspNetCore.Identity;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Passwords;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity.SignIn;

/// <summary>Tells a right password from a wrong one, in the same time whether or not there is an account.</summary>
internal sealed class PasswordCheck(
    UserManager<Account> users, PasswordHasher hasher, PasswordGate gate, AccountDirectory directory, LoginThrottle throttle)
{
    public async Task<Verdict> CheckAsync(LoginRequest request, string address, CancellationToken cancellationToken)
    {
        var email = users.NormalizeEmail(request.Email)!;
        var name = $"{request.Tenant} {email}";
        if (throttle.Wait(name, address) is { } wait)
        {
            return new Verdict.Wait(wait);
        }

        var tenant = await directory.FindTenantAsync(email, request.Tenant, cancellationToken);
        using var _ = tenant is null ? TenantScope.Enter(TenantScope.Nobody) : TenantScope.Enter(tenant);
        var account = await users.FindByEmailAsync(request.Email);
        if (await MatchesAsync(account, request.Password, cancellationToken))
        {
            throttle.Succeeded(name, address);
            return new Verdict.Right(account!);
        }

        throttle.Failed(name, address);
        return new Verdict.Wrong(account);
    }

    /// <summary>Whether a password is the account's; null for nobody's.</summary>
    public Task<bool> MatchesAsync(Account? account, string password, CancellationToken cancellationToken) => gate.RunAsync(
        async () =>
        {
            if (account?.PasswordHash is not null)
            {
                return await users.CheckPasswordAsync(account, password);
            }

            hasher.VerifyHashedPassword(null!, hasher.Nobody, password);
            return false;
        },
        cancellationToken);

    internal abstract record Verdict
    {
        internal sealed record Right(Account Account) : Verdict;

        /// <param name="Account">Whose password it was not; null when nobody has the address. For the audit log alone.</param>
        internal sealed record Wrong(Account? Account) : Verdict;

        /// <param name="For">Until the next attempt is looked at.</param>
        internal sealed record Wait(TimeSpan For) : Verdict;
    }
}
