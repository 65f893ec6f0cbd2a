using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity.SecondFactor;

/// <summary>Time-based codes, https://www.rfc-editor.org/rfc/rfc6238: SHA-1, 30 s, six digits, as every authenticator knows them.</summary>
internal sealed class SecondFactors(IDbContextFactory<RuntimeDatabase> databases, Seal seal, Microsoft.Extensions.Options.IOptions<IdentitySettings> settings, TimeProvider time)
{
    // RFC 4226 asks for 160 bits.
    private const int SeedLength = 20;
    private const int RecoveryCodes = 10;
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A fresh seed, sealed for its account, and the address that an authenticator reads.</summary>
    public (byte[] Sealed, string Secret, string Uri) Begin(Account account)
    {
        var seed = RandomNumberGenerator.GetBytes(SeedLength);
        var secret = Base32Encoding.ToString(seed).TrimEnd('=');
        var uri = new OtpUri(OtpType.Totp, secret, account.Email, settings.Value.Issuer).ToString();
        return (seal.Close(seed, Place(account)), secret, uri);
    }

    /// <summary>The time step of a right code that is newer than the last one taken; null otherwise. One step to either side is let pass.</summary>
    public long? Step(Account account, string code)
    {
        if (account.TotpSeed is not { } closed)
        {
            return null;
        }

        var totp = new Totp(seal.Open(closed, Place(account)));
        return totp.VerifyTotp(time.GetUtcNow().UtcDateTime, code, out var step, new VerificationWindow(previous: 1, future: 1)) && step > account.LastTotpStep ? step : null;
    }

    /// <summary>Takes a code of either kind, once.</summary>
    public async Task<bool> TakeAsync(Account account, string code, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(account.TenantId);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (Step(account, code) is { } step)
        {
            return await database.Set<Account>().Where(row => row.Id == account.Id && row.LastTotpStep < step)
                .ExecuteUpdateAsync(row => row.SetProperty(to => to.LastTotpStep, step), cancellationToken) == 1;
        }

        var hash = Hash(account, code);
        var now = time.GetUtcNow();
        return await database.Set<RecoveryCode>().Where(row => row.AccountId == account.Id && row.Hash == hash && row.UsedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.UsedAt, now), cancellationToken) == 1;
    }

    /// <summary>New recovery codes in place of the old, shown this once.</summary>
    public async Task<IReadOnlyList<string>> ReplaceRecoveryCodesAsync(Account account, CancellationToken cancellationToken)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => $"{RandomNumberGenerator.GetString(Alphabet, 5)}-{RandomNumberGenerator.GetString(Alphabet, 5)}").ToList();
        using var scope = TenantScope.Enter(account.TenantId);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var change = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Set<RecoveryCode>().Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        database.AddRange(codes.Select((code, number) => new RecoveryCode
        {
            TenantId = account.TenantId,
            AccountId = account.Id,
            Number = number,
            Hash = Hash(account, code),
        }));
        await database.SaveChangesAsync(cancellationToken);
        await change.CommitAsync(cancellationToken);
        return codes;
    }

    public async Task ForgetAsync(Account account, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(account.TenantId);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Set<RecoveryCode>().Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
    }

    private byte[] Hash(Account account, string code) => seal.Recognise($"recovery/{account.TenantId}/{account.Id:N}", code.Trim().ToUpperInvariant());

    private static string Place(Account account) => $"totp/{account.TenantId}/{account.Id:N}";
}
