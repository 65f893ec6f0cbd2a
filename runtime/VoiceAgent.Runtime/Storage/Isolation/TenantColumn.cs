using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace VoiceAgent.Runtime.Storage.Isolation;

/// <summary>The column that says whose a row is. Every table that has it is confined, without being named anywhere.</summary>
internal static class TenantColumn
{
    public const string Name = "TenantId";

    /// <summary>Name of the query filter: <c>IgnoreQueryFilters</c> of another filter leaves it in force.</summary>
    public const string Filter = "tenant";

    /// <summary>Tables whose rows belong to tenants.</summary>
    public static IEnumerable<IReadOnlyEntityType> Tables(IReadOnlyModel model) =>
        model.GetEntityTypes().Where(type => type.FindProperty(Name) is not null && type.GetTableName() is not null);

    /// <summary>Adds the filter to every such table. The tenant is read from the context that asks, not from the one that built the model.</summary>
    public static void Confine(ModelBuilder builder, RuntimeDatabase database)
    {
        foreach (var type in builder.Model.GetEntityTypes().Where(type => type.FindProperty(Name) is not null && !type.IsOwned()))
        {
            var row = Expression.Parameter(type.ClrType, "row");
            var tenant = Expression.Call(typeof(EF), nameof(EF.Property), [typeof(string)], row, Expression.Constant(Name));
            var mine = Expression.Property(Expression.Constant(database), nameof(RuntimeDatabase.TenantKey));
            type.SetQueryFilter(Filter, Expression.Lambda(Expression.Equal(tenant, mine), row));
        }
    }

    /// <summary>
    /// One model for confined contexts and one for the process's own: a filter of the form "everyone or mine" would keep SQLite from using
    /// the index that begins with the tenant.
    /// </summary>
    internal sealed class ModelKey : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) =>
            (context.GetType(), context is RuntimeDatabase { Scope.IsEveryone: true }, designTime);
    }
}
