using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VoiceAgent.Runtime.Storage.Isolation;

/// <summary>
/// Query filters guard reads alone: a stub row that is attached and deleted, or updated into one's own tenant, passes them. This guard
/// looks at every row on its way to the database and refuses the whole write if one is not the tenant's.
/// </summary>
internal sealed class TenantWriteGuard : SaveChangesInterceptor
{
    public static readonly TenantWriteGuard Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Check(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private static void Check(DbContext? context)
    {
        if (context is not RuntimeDatabase { Scope: { IsEveryone: false } scope } database)
        {
            return;
        }

        foreach (var entry in database.ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                && entry.Metadata.FindProperty(TenantColumn.Name) is not null)
            {
                Check(entry, scope);
            }
        }
    }

    private static void Check(EntityEntry entry, TenantScope scope)
    {
        var tenant = entry.Property(TenantColumn.Name);
        if (scope.TenantId is null || !Equals(tenant.CurrentValue, scope.TenantId) || !Equals(tenant.OriginalValue, scope.TenantId))
        {
            throw new ForeignTenantException(entry.Metadata.GetTableName() ?? entry.Metadata.ShortName());
        }
    }
}

/// <summary>A write reached for another tenant's row. A defect of the program, never of the request: the request is refused as if the row did not exist.</summary>
internal sealed class ForeignTenantException(string table) : InvalidOperationException($"A write to {table} reached outside of its tenant and was refused.");
