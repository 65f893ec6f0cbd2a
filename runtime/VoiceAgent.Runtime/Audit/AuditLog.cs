using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Audit;

/// <summary>Something to be put on record.</summary>
internal sealed record AuditEvent(string TenantId, string Actor, string Action, string Target, string Address, object? Detail = null);

/// <summary>Appends to a tenant's log. The order of a tenant's entries is one chain, whoever writes them.</summary>
internal sealed class AuditLog(IDbContextFactory<RuntimeDatabase> databases, TimeProvider time)
{
    private const int Attempts = 20;

    private static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    private readonly SemaphoreSlim _turn = new(1);

    /// <exception cref="DbUpdateException">Other processes were faster every time.</exception>
    public async Task WriteAsync(AuditEvent happened, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(happened.TenantId);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                await using var database = await databases.CreateDbContextAsync(cancellationToken);
                var last = await database.Set<AuditEntry>().AsNoTracking().OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync(cancellationToken);
                database.Add(Next(happened, last));
                try
                {
                    await database.SaveChangesAsync(cancellationToken);
                    return;
                }
                catch (DbUpdateException) when (attempt < Attempts)
                {
                    // Another process took this number.
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The first entry that does not follow from the one before it; null when the chain is whole.</summary>
    public async Task<long?> FindBreakAsync(string tenant, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(tenant);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var hash = Beginning;
        var sequence = 0L;
        await foreach (var entry in database.Set<AuditEntry>().AsNoTracking().OrderBy(entry => entry.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (entry.Sequence != ++sequence || !entry.PreviousHash.AsSpan().SequenceEqual(hash) || !entry.Hash.AsSpan().SequenceEqual(HashOf(entry)))
            {
                return sequence;
            }

            hash = entry.Hash;
        }

        return null;
    }

    private AuditEntry Next(AuditEvent happened, AuditEntry? last)
    {
        // Whole microseconds: what PostgreSQL keeps, so that the hash can be computed again.
        var now = time.GetUtcNow();
        now = new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        var entry = new AuditEntry
        {
            TenantId = happened.TenantId,
            Sequence = (last?.Sequence ?? 0) + 1,
            At = now,
            Actor = happened.Actor,
            Action = happened.Action,
            Target = happened.Target,
            Address = happened.Address,
            Detail = happened.Detail is null ? null : JsonSerializer.Serialize(happened.Detail, JsonSerializerOptions.Web),
            PreviousHash = last?.Hash ?? Beginning,
            Hash = [],
        };
        return new AuditEntry
        {
            TenantId = entry.TenantId,
            Sequence = entry.Sequence,
            At = entry.At,
            Actor = entry.Actor,
            Action = entry.Action,
            Target = entry.Target,
            Address = entry.Address,
            Detail = entry.Detail,
            PreviousHash = entry.PreviousHash,
            Hash = HashOf(entry),
        };
    }

    // Every field with its length before it: no two entries write the same text.
    private static byte[] HashOf(AuditEntry entry)
    {
        var text = new StringBuilder();
        string[] fields =
        [
            entry.TenantId, entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            entry.Actor, entry.Action, entry.Target, entry.Address, entry.Detail ?? "", Convert.ToHexString(entry.PreviousHash),
        ];
        foreach (var field in fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"{field.Length}:{field}");
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
