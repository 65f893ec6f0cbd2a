using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity.Sessions;

/// <summary>Ends sessions, and tells whoever relies on them.</summary>
internal sealed class SessionEnding(IDbContextFactory<RuntimeDatabase> databases, LiveAccess access, TimeProvider time)
{
    /// <summary>Ends one session of an account.</summary>
    /// <returns>False when there is no such session that runs.</returns>
    public Task<bool> EndAsync(string tenant, Guid account, Guid session, SessionEnd end, CancellationToken cancellationToken) =>
        EndAsync(tenant, row => row.AccountId == account && row.Id == session, end, cancellationToken);

    /// <summary>Ends every session of an account, but perhaps the one that asks.</summary>
    public Task<bool> EndAllAsync(string tenant, Guid account, Guid? except, SessionEnd end, CancellationToken cancellationToken) =>
        EndAsync(tenant, row => row.AccountId == account && row.Id != except, end, cancellationToken);

    private async Task<bool> EndAsync(
        string tenant, System.Linq.Expressions.Expression<Func<SessionRecord, bool>> which, SessionEnd end, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(tenant);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var ended = await database.Set<SessionRecord>().Where(which).Where(row => row.EndedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.EndedAt, now).SetProperty(to => to.End, end), cancellationToken);
        access.Changed();
        return ended > 0;
    }
}
