using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Sqlite;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Storage;

/// <summary>
/// A real, migrated database. Tests of what the rooms store are abstract over this type and run once for each engine;
/// each keeps to a tenant of its own, so that they may share one database.
/// </summary>
public abstract class TestDatabase : IAsyncLifetime
{
    private static int _tenants;

    internal abstract IDbContextFactory<RuntimeDatabase> Databases { get; }

    internal abstract DatabaseSchema Schema { get; }

    internal static string NewTenant() => $"tenant-{Interlocked.Increment(ref _tenants)}";

    /// <summary>How a host is told of this database.</summary>
    internal abstract StorageOptions Options(string data);

    public virtual async Task InitializeAsync() => await Schema.MigrateAsync(CancellationToken.None);

    public abstract Task DisposeAsync();
}

public sealed class SqliteTestDatabase : TestDatabase
{
    private readonly TempFolder _folder = new();

    public SqliteTestDatabase()
    {
        File = _folder[SqliteDatabase.FileName];
        Databases = For(File);
        Schema = new DatabaseSchema(Databases, new SqliteMigrationClaim(File, TimeProvider.System));
    }

    public string File { get; }

    internal override IDbContextFactory<RuntimeDatabase> Databases { get; }

    internal override DatabaseSchema Schema { get; }

    internal override StorageOptions Options(string data) => new() { Data = _folder.Path };

    internal static IDbContextFactory<RuntimeDatabase> For(string file) => new Factory(file);

    public override Task DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private sealed class Factory(string file) : IDbContextFactory<RuntimeDatabase>
    {
        public RuntimeDatabase CreateDbContext()
        {
            var builder = new DbContextOptionsBuilder<SqliteDatabase>();
            SqliteDatabase.Configure(builder, file);
            return new SqliteDatabase(builder.Options);
        }
    }
}
