using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Storage.Sqlite;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Storage;

public sealed class SqliteSchemaTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _file;
    private readonly DatabaseSchema _schema;

    public SqliteSchemaTests()
    {
        _file = _folder[SqliteDatabase.FileName];
        _schema = NewSchema();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void Every_change_of_the_model_has_a_migration()
    {
        using var database = SqliteTestDatabase.For(_file).CreateDbContext();

        Assert.False(database.Database.HasPendingModelChanges(), "Run: dotnet ef migrations add <Name> (runtime/README.md, Schema).");
    }

    [Fact]
    public async Task A_database_that_does_not_exist_lacks_every_step_and_inspecting_creates_nothing()
    {
        var state = await _schema.InspectAsync(CancellationToken.None);

        Assert.NotEmpty(state.Missing);
        Assert.Empty(state.Unknown);
        Assert.False(File.Exists(_file));
    }

    [Fact]
    public async Task Migrating_brings_a_new_file_to_the_latest_schema_in_write_ahead_mode()
    {
        Assert.NotEmpty(await _schema.MigrateAsync(CancellationToken.None));

        Assert.Empty((await _schema.InspectAsync(CancellationToken.None)).Missing);
        Assert.Equal("wal", await ScalarAsync("PRAGMA journal_mode"));
        Assert.Empty(await _schema.MigrateAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Connections_are_settled_for_one_writer_and_many_readers()
    {
        await _schema.MigrateAsync(CancellationToken.None);
        await using var database = SqliteTestDatabase.For(_file).CreateDbContext();

        Assert.Equal(1, await PragmaAsync(database, "synchronous"));
        Assert.Equal(1, await PragmaAsync(database, "foreign_keys"));
        Assert.Equal(5000, await PragmaAsync(database, "busy_timeout"));
    }

    [Fact]
    public async Task A_step_of_a_newer_program_is_told_apart_from_a_missing_one()
    {
        await _schema.MigrateAsync(CancellationToken.None);
        await ScalarAsync("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '99.0.0')");

        var state = await _schema.InspectAsync(CancellationToken.None);

        Assert.Empty(state.Missing);
        Assert.Equal(["29990101000000_Later"], state.Unknown);
    }

    [Fact]
    public async Task A_lock_left_by_a_killed_migration_does_not_stop_the_next()
    {
        await ScalarAsync("""
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00');
            """);

        var applied = await _schema.MigrateAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.NotEmpty(applied);
    }

    [Fact]
    public async Task Two_that_migrate_at_once_apply_each_step_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => NewSchema().MigrateAsync(CancellationToken.None))));

        Assert.Single(results, applied => applied.Count > 0);
    }

    [Fact]
    public async Task Moments_come_back_in_utc_and_can_be_compared_and_sorted()
    {
        await _schema.MigrateAsync(CancellationToken.None);
        var noon = new DateTimeOffset(2026, 3, 29, 12, 0, 0, TimeSpan.FromHours(2));
        await using (var database = SqliteTestDatabase.For(_file).CreateDbContext())
        {
            database.AddRange(Enumerable.Range(0, 3).Select(hour => new CallRecord
            {
                TenantId = "t",
                Id = Guid.CreateVersion7(noon.AddHours(hour)),
                Agent = "a",
                AgentRevision = "r",
                Language = "en-US",
                Channel = CallChannel.Realtime,
                Host = "h",
                StartedAt = noon.AddHours(hour),
            }));
            await database.SaveChangesAsync();
        }

        await using var reader = SqliteTestDatabase.For(_file).CreateDbContext();
        var later = await reader.Set<CallRecord>().Where(call => call.StartedAt > noon).OrderByDescending(call => call.StartedAt).ToListAsync();

        Assert.Equal([noon.AddHours(2), noon.AddHours(1)], later.Select(call => call.StartedAt));
        Assert.All(later, call => Assert.Equal(TimeSpan.Zero, call.StartedAt.Offset));
    }

    private DatabaseSchema NewSchema() =>
        new(SqliteTestDatabase.For(_file), new SqliteMigrationClaim(_file, TimeProvider.System));

    private async Task<string?> ScalarAsync(string sql)
    {
        await using var connection = new SqliteConnection(SqliteDatabase.ConnectionString(_file));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    private static async Task<int> PragmaAsync(RuntimeDatabase database, string name) =>
        (await database.Database.SqlQueryRaw<int>($"SELECT {name} AS Value FROM {(name == "busy_timeout" ? "pragma_busy_timeout" : "pragma_" + name)}"
            .Replace("SELECT busy_timeout", "SELECT timeout", StringComparison.Ordinal)).ToListAsync()).Single();
}
