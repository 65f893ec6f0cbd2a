using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity.SignIn;

/// <summary>Finds the tenant of a person who only gave an address. The one place where a stranger's request looks beyond a tenant, and it learns a name alone.</summary>
internal sealed class AccountDirectory(IDbContextFactory<RuntimeDatabase> databases)
{
    /// <summary>The only tenant with this address; null when there is none, or more than one: then the person has to name it.</summary>
    public async Task<string?> FindTenantAsync(string normalizedEmail, string? named, CancellationToken cancellationToken)
    {
        if (named is not null)
        {
            return named;
        }

        using var _ = TenantScope.Enter(TenantScope.Everyone);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var tenants = await database.Set<Account>().Where(account => account.NormalizedEmail == normalizedEmail)
            .Select(account => account.TenantId).Take(2).ToListAsync(cancellationToken);
        return tenants.Count == 1 ? tenants[0] : null;
    }
}
