using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity.Sessions;

/// <summary>Finds whose a session is.</summary>
internal sealed class SessionLookup(IDbContextFactory<RuntimeDatabase> databases)
{
    public async Task<Guid?> AccountOfAsync(string tenant, Guid session, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(tenant);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<SessionRecord>().Where(row => row.Id == session).Select(row => (Guid?)row.AccountId).SingleOrDefaultAsync(cancellationToken);
    }
}
