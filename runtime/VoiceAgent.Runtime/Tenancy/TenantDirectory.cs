using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Tenancy;

/// <summary>Looks tenants up by name.</summary>
internal sealed class TenantDirectory(IDbContextFactory<RuntimeDatabase> databases)
{
    public async Task<TenantRecord?> FindAsync(string tenant, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(tenant);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<TenantRecord>().AsNoTracking().SingleOrDefaultAsync(row => row.TenantId == tenant, cancellationToken);
    }
}
