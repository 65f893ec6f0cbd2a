using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Invites;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Isolation;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.People;

/// <summary>Opens tenants and closes them: the platform's reach into tenants ends here.</summary>
internal sealed class TenantFounding(IDbContextFactory<RuntimeDatabase> databases, IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>The tenant's row, made if it is not there.</summary>
    public async Task<TenantRecord> FoundAsync(string name, string displayName, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(name);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await database.Set<TenantRecord>().SingleOrDefaultAsync(cancellationToken) is { } existing)
        {
            return existing;
        }

        var tenant = new TenantRecord { TenantId = name, DisplayName = displayName, CreatedAt = time.GetUtcNow() };
        database.Add(tenant);
        await database.SaveChangesAsync(cancellationToken);
        return tenant;
    }

    public async Task InviteOwnerAsync(Caller by, string tenant, string email, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(tenant);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Invitations>().CreateAsync(by with { TenantId = tenant }, email, Role.Owner, cancellationToken);
    }

    /// <summary>Null when there is no such tenant.</summary>
    public async Task<TenantRecord?> SuspendAsync(string name, bool suspended, CancellationToken cancellationToken)
    {
        using var _ = TenantScope.Enter(name);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await database.Set<TenantRecord>().SingleOrDefaultAsync(cancellationToken) is not { } tenant)
        {
            return null;
        }

        tenant.SuspendedAt = suspended ? tenant.SuspendedAt ?? time.GetUtcNow() : null;
        tenant.Version++;
        await database.SaveChangesAsync(cancellationToken);
        return tenant;
    }
}
