using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Sessions;

/// <summary>
/// Exchanges a refresh token for its successor. A token that was just replaced is answered with the same successor: two tabs asked at
/// once, or the answer was lost. An older one is proof of two holders, and ends the session for both.
/// </summary>
internal sealed class SessionRotation(
    IDbContextFactory<RuntimeDatabase> databases,
    RefreshTokens tokens,
    LiveAccess access,
    AuditLog audit,
    IOptions<IdentitySettings> settings,
    TimeProvider time)
{
    // A lost answer is rare. Two holders who take turns make a late return after every rotation.
    private const int LateReturnsAllowed = 3;

    private const int Attempts = 5;

    /// <summary>Null when the token opens nothing, or nothing any more.</summary>
    public async Task<Rotated?> RotateAsync(string token, string address, CancellationToken cancellationToken)
    {
        if (tokens.Read(token) is not { } presented)
        {
            return null;
        }

        using var _ = TenantScope.Enter(presented.TenantId);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            if (await FindAsync(database, presented, cancellationToken) is not { } found || IsOver(found))
            {
                return null;
            }

            var behind = found.Session.Counter - presented.Counter;
            if (behind == 0 ? await AdvanceAsync(database, found.Session, address, cancellationToken) : await IsForgivenAsync(database, found.Session, behind, cancellationToken))
            {
                var counter = behind == 0 ? presented.Counter + 1 : found.Session.Counter;
                return new Rotated(found.Account, found.Session, tokens.Write(presented.TenantId, presented.SessionId, counter));
            }

            if (behind != 0)
            {
                await EndAsync(database, found.Session, address, cancellationToken);
                return null;
            }
        }

        return null;
    }

    private static async Task<Found?> FindAsync(RuntimeDatabase database, RefreshTokens.Presented presented, CancellationToken cancellationToken) =>
        await (from session in database.Set<SessionRecord>().AsNoTracking()
               join account in database.Set<Account>().AsNoTracking() on session.AccountId equals account.Id
               from tenant in database.Set<TenantRecord>().AsNoTracking()
               where session.Id == presented.SessionId
               select new Found(session, account, tenant)).SingleOrDefaultAsync(cancellationToken);

    private bool IsOver(Found found)
    {
        var now = time.GetUtcNow();
        return found.Session.EndedAt is not null || found.Session.ExpiresAt <= now || found.Session.LastUsedAt + found.Tenant.SessionIdle <= now
            || found.Account.DisabledAt is not null || found.Tenant.SuspendedAt is not null;
    }

    private async Task<bool> AdvanceAsync(RuntimeDatabase database, SessionRecord session, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await database.Set<SessionRecord>()
            .Where(row => row.Id == session.Id && row.Counter == session.Counter && row.EndedAt == null)
            .ExecuteUpdateAsync(
                row => row.SetProperty(to => to.Counter, session.Counter + 1).SetProperty(to => to.RotatedAt, now)
                    .SetProperty(to => to.LastUsedAt, now).SetProperty(to => to.Address, address),
                cancellationToken) == 1;
    }

    private async Task<bool> IsForgivenAsync(RuntimeDatabase database, SessionRecord session, int behind, CancellationToken cancellationToken)
    {
        if (behind != 1)
        {
            return false;
        }

        if (time.GetUtcNow() - session.RotatedAt <= TimeSpan.FromSeconds(settings.Value.RefreshGraceSeconds) || session.LateCounter == session.Counter)
        {
            return true;
        }

        var late = session.LateCounter == session.Counter - 1 ? session.LateReturns + 1 : 1;
        await database.Set<SessionRecord>().Where(row => row.Id == session.Id).ExecuteUpdateAsync(
            row => row.SetProperty(to => to.LateCounter, session.Counter).SetProperty(to => to.LateReturns, late), cancellationToken);
        return late <= LateReturnsAllowed;
    }

    private async Task EndAsync(RuntimeDatabase database, SessionRecord session, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await database.Set<SessionRecord>().Where(row => row.Id == session.Id && row.EndedAt == null).ExecuteUpdateAsync(
            row => row.SetProperty(to => to.EndedAt, now).SetProperty(to => to.End, SessionEnd.TokenReused), cancellationToken);
        access.Changed();
        await audit.WriteAsync(
            new AuditEvent(session.TenantId, $"account/{session.AccountId}", "session.token_reused", $"session/{session.Id}", address), cancellationToken);
    }

    private sealed record Found(SessionRecord Session, Account Account, TenantRecord Tenant);
}

/// <summary>A session that goes on, and its next token.</summary>
internal sealed record Rotated(Account Account, SessionRecord Session, string RefreshToken);
