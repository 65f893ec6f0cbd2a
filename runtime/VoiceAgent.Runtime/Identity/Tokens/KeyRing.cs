using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Identity.Tokens;

/// <summary>
/// The keys that sign access tokens. A key is announced (published, not used), then active, then retired (believed until the last token
/// that it signed has run out), then gone. Every state follows from stored moments and the clock; no process has to be told.
/// </summary>
internal sealed class KeyRing(
    IDbContextFactory<RuntimeDatabase> databases, Seal seal, IOptions<IdentitySettings> settings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastBetweenReads = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile RingSnapshot _known = RingSnapshot.Empty;

    private TimeSpan Announcement => TimeSpan.FromHours(settings.Value.KeyAnnouncementHours);

    // Past the successor's start: the last token's life, both clocks' skew and a minute of caches.
    private TimeSpan Retirement => TimeSpan.FromMinutes(settings.Value.AccessTokenMinutes + 2);

    /// <summary>The key that signs now.</summary>
    public async Task<SigningKey> ActiveAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - _known.ReadAt > Memory || _known.Active(time.GetUtcNow()) is null)
        {
            await ReadAsync(cancellationToken);
        }

        return _known.Active(time.GetUtcNow()) ?? throw new InvalidOperationException("There is no signing key.");
    }

    /// <summary>What is published: announced, active and retired keys.</summary>
    public async Task<IReadOnlyList<SigningKey>> PublishedAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - _known.ReadAt > Memory)
        {
            await ReadAsync(cancellationToken);
        }

        return _known.Believed(time.GetUtcNow(), Retirement);
    }

    /// <summary>Keys that a token may be signed with, by its <c>kid</c> alone. What is known now; see <see cref="LearnAsync"/>.</summary>
    public IEnumerable<SecurityKey> Find(string? id) => _known.Believed(time.GetUtcNow(), Retirement).Where(key => key.Id == id).Select(key => key.Public);

    /// <summary>Looks into the database for a key that another process made. A stranger's invented names cause no more than a read in five seconds.</summary>
    public async Task LearnAsync(string? id, CancellationToken cancellationToken)
    {
        var age = time.GetUtcNow() - _known.ReadAt;
        if (age > Memory || (age > LeastBetweenReads && !Find(id).Any()))
        {
            await ReadAsync(cancellationToken);
        }
    }

    /// <summary>Makes a successor now. It takes over after the announcement, or at once in an emergency, when the present keys are no longer believed.</summary>
    public async Task RotateAsync(bool emergency, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (emergency)
        {
            await database.Set<SigningKeyRecord>().Where(key => key.RevokedAt == null)
                .ExecuteUpdateAsync(key => key.SetProperty(row => row.RevokedAt, now), cancellationToken);
        }

        await AddAsync(database, emergency ? now : now + Announcement, cancellationToken);
        await ReadAsync(cancellationToken);
    }

    public void Dispose() => _reading.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var rows = await LoadAsync(database, cancellationToken);
            var now = time.GetUtcNow();
            var newest = rows.Count == 0 ? (DateTimeOffset?)null : rows.Max(row => row.ActiveAt);
            if (newest is null || newest + TimeSpan.FromDays(settings.Value.KeyRotationDays) - Announcement <= now)
            {
                await AddAsync(database, newest is null ? now : now + Announcement, cancellationToken);
                rows = await LoadAsync(database, cancellationToken);
            }

            _known = new RingSnapshot(now, [.. rows.OrderBy(row => row.ActiveAt).ThenBy(row => row.Id, StringComparer.Ordinal).Select(Open)]);
        }
        finally
        {
            _reading.Release();
        }
    }

    private static Task<List<SigningKeyRecord>> LoadAsync(RuntimeDatabase database, CancellationToken cancellationToken) =>
        database.Set<SigningKeyRecord>().AsNoTracking().Where(key => key.RevokedAt == null).ToListAsync(cancellationToken);

    private async Task AddAsync(RuntimeDatabase database, DateTimeOffset activeAt, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(12));
        database.Add(new SigningKeyRecord
        {
            Id = id,
            Sealed = seal.Close(key.ExportPkcs8PrivateKey(), Place(id)),
            CreatedAt = time.GetUtcNow(),
            ActiveAt = activeAt,
        });
        await database.SaveChangesAsync(cancellationToken);
    }

    private SigningKey Open(SigningKeyRecord record)
    {
        if (_known.Keys.FirstOrDefault(key => key.Id == record.Id) is { } known)
        {
            return known;
        }

        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(seal.Open(record.Sealed, Place(record.Id)), out _);
        return new SigningKey(record.Id, record.ActiveAt, key);
    }

    private static string Place(string id) => "signing-key/" + id;
}
