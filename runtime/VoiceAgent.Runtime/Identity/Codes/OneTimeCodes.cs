using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity.Codes;

/// <summary>Makes and redeems codes. The text names its tenant, so that a code is looked up inside of it alone.</summary>
internal sealed class OneTimeCodes(IDbContextFactory<RuntimeDatabase> databases, Seal seal, TimeProvider time)
{
    private const int SecretLength = 32;
    private const int LongestCode = 256;

    // Codes that ran out are of no use to anybody; a few go with every new one.
    private const int SweptAtOnce = 100;

    /// <summary>A code for one purpose. Earlier codes of mails stay valid until one of them is used.</summary>
    public async Task<string> CreateAsync(Account account, CodePurpose purpose, TimeSpan lifetime, string? bound, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var secret = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(SecretLength));
        using var _ = TenantScope.Enter(account.TenantId);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        database.Add(new OneTimeCode
        {
            TenantId = account.TenantId,
            Id = id,
            AccountId = account.Id,
            Purpose = purpose,
            Hash = seal.Recognise(Place(purpose, id), secret),
            Stamp = account.SecurityStamp,
            ExpiresAt = now + lifetime,
            Bound = bound,
        });
        await database.SaveChangesAsync(cancellationToken);
        await SweepAsync(database, now, cancellationToken);
        return $"{account.TenantId}.{id:N}.{secret}";
    }

    /// <summary>What a code stands for, without using it up; null when it opens nothing.</summary>
    public async Task<Redeemed?> FindAsync(string text, CodePurpose purpose, CancellationToken cancellationToken)
    {
        if (Split(text) is not { } parts)
        {
            return null;
        }

        using var _ = TenantScope.Enter(parts.Tenant);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var found = await (from code in database.Set<OneTimeCode>().AsNoTracking()
                           join account in database.Set<Account>().AsNoTracking() on code.AccountId equals account.Id
                           where code.Id == parts.Id && code.Purpose == purpose && code.UsedAt == null && code.ExpiresAt > now && code.Stamp == account.SecurityStamp
                           select new Redeemed(code, account)).SingleOrDefaultAsync(cancellationToken);
        return found is not null && seal.Matches(Place(purpose, parts.Id), parts.Secret, found.Code.Hash) ? found : null;
    }

    /// <summary>Uses a code up. Of two who redeem it at once, one gets null.</summary>
    public async Task<Redeemed?> RedeemAsync(string text, CodePurpose purpose, CancellationToken cancellationToken)
    {
        if (await FindAsync(text, purpose, cancellationToken) is not { } found)
        {
            return null;
        }

        using var _ = TenantScope.Enter(found.Account.TenantId);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var used = await database.Set<OneTimeCode>().Where(code => code.Id == found.Code.Id && code.UsedAt == null)
            .ExecuteUpdateAsync(code => code.SetProperty(row => row.UsedAt, now), cancellationToken);
        return used == 1 ? found : null;
    }

    /// <summary>Counts a wrong second factor against a code; the code dies of the fifth.</summary>
    public async Task FailAsync(Redeemed found, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(found.Account.TenantId);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        await database.Set<OneTimeCode>().Where(code => code.Id == found.Code.Id)
            .ExecuteUpdateAsync(code => code.SetProperty(row => row.Failures, row => row.Failures + 1), cancellationToken);
        await database.Set<OneTimeCode>().Where(code => code.Id == found.Code.Id && code.Failures >= 5)
            .ExecuteUpdateAsync(code => code.SetProperty(row => row.UsedAt, now), cancellationToken);
    }

    private static async Task SweepAsync(RuntimeDatabase database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var gone = await database.Set<OneTimeCode>().Where(code => code.ExpiresAt < now).Select(code => code.Id).Take(SweptAtOnce).ToListAsync(cancellationToken);
        if (gone.Count > 0)
        {
            await database.Set<OneTimeCode>().Where(code => gone.Contains(code.Id)).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private static (string Tenant, Guid Id, string Secret)? Split(string text) =>
        text.Length <= LongestCode && text.Split('.') is [{ Length: > 0 } tenant, var id, { Length: > 0 } secret] && Guid.TryParseExact(id, "N", out var parsed)
            ? (tenant, parsed, secret)
            : null;

    private static string Place(CodePurpose purpose, Guid id) => $"code/{purpose}/{id:N}";
}

/// <summary>A code that is good, and whose it is.</summary>
internal sealed record Redeemed(OneTimeCode Code, Account Account);
