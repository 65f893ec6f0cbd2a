using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Keys;
using VoiceAgent.Runtime.Identity.Sessions;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>
/// Whether what a credential once said still holds: the session runs, the account has not changed, the key was not revoked, the tenant is
/// served. Answers are kept for a few seconds and thrown away at once when this process changes anything.
/// </summary>
internal sealed class LiveAccess(IDbContextFactory<RuntimeDatabase> databases, IOptions<IdentitySettings> settings, TimeProvider time)
{
    private const int MostKept = 100_000;

    private readonly ConcurrentDictionary<(string Tenant, Guid Session), (SessionState State, DateTimeOffset Until)> _sessions = new();
    private readonly ConcurrentDictionary<(string Tenant, string Key), (ApiKeyState State, DateTimeOffset Until)> _keys = new();

    /// <summary>Raised when this process changed somebody's access: sockets need not wait for their next check.</summary>
    public event Action? AccessChanged;

    /// <summary>Forgets every answer. Changes are rare beside requests.</summary>
    public void Changed()
    {
        _sessions.Clear();
        _keys.Clear();
        AccessChanged?.Invoke();
    }

    /// <summary>Whether a session's token of this version may still be used.</summary>
    public async ValueTask<bool> HoldsAsync(string tenant, Guid session, int version, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!_sessions.TryGetValue((tenant, session), out var known) || known.Until <= now)
        {
            known = (await ReadAsync(tenant, session, cancellationToken), now + Memory);
            Keep(_sessions, (tenant, session), known);
        }

        return known.State.Runs && known.State.Version == version && known.State.ExpiresAt > now;
    }

    /// <summary>An API key's row, and whether its tenant is served; null when there is none.</summary>
    public async ValueTask<ApiKeyRecord?> FindKeyAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!_keys.TryGetValue((tenant, id), out var known) || known.Until <= now)
        {
            using var _ = TenantScope.Enter(tenant);
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var row = await database.Set<ApiKeyRecord>().AsNoTracking().SingleOrDefaultAsync(key => key.Id == id, cancellationToken);
            var served = row is not null && await database.Set<TenantRecord>().AnyAsync(served => served.SuspendedAt == null, cancellationToken);
            known = (new ApiKeyState(served ? row : null), now + Memory);
            if (row is not null)
            {
                Keep(_keys, (tenant, id), known);
            }
        }

        return known.State.Key is { RevokedAt: null } live && (live.ExpiresAt is null || live.ExpiresAt > now) ? live : null;
    }

    private TimeSpan Memory => TimeSpan.FromSeconds(settings.Value.RecheckSeconds);

    private async Task<SessionState> ReadAsync(string tenant, Guid id, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(tenant);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var state = await (from session in database.Set<SessionRecord>()
                           join account in database.Set<Account>() on session.AccountId equals account.Id
                           from served in database.Set<TenantRecord>()
                           where session.Id == id
                           select new SessionState(
                               session.EndedAt == null && account.DisabledAt == null && served.SuspendedAt == null, account.AccessVersion, session.ExpiresAt))
            .SingleOrDefaultAsync(cancellationToken);
        return state ?? new SessionState(false, 0, DateTimeOffset.MinValue);
    }

    private static void Keep<TKey, TValue>(ConcurrentDictionary<TKey, TValue> kept, TKey key, TValue value)
        where TKey : notnull
    {
        if (kept.Count >= MostKept)
        {
            kept.Clear();
        }

        kept[key] = value;
    }

    private sealed record SessionState(bool Runs, int Version, DateTimeOffset ExpiresAt);

    private sealed record ApiKeyState(ApiKeyRecord? Key);
}
