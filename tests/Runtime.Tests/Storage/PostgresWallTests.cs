using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Storage.Isolation;
using VoiceAgent.Runtime.Storage.Postgres;
using VoiceAgent.Testing.Databases;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Storage;

/// <summary>B6 and B7 of the security checklist: the wall inside the server, looked at without the program before it.</summary>
public sealed class PostgresWallTests(PostgresTestDatabase database) : IClassFixture<PostgresTestDatabase>
{
    [Fact]
    public void Every_change_of_the_model_has_a_migration()
    {
        using var open = database.Databases.CreateDbContext();

        Assert.False(open.Database.HasPendingModelChanges(), "Run: dotnet ef migrations add <Name> for both databases (runtime/README.md, Schema).");
    }

    [Fact]
    public async Task The_services_role_owns_nothing_and_is_let_past_no_policy()
    {
        await using var open = database.Databases.CreateDbContext();

        Assert.False(await RowSecurity.IsBypassedAsync(open, CancellationToken.None));
        Assert.Equal(0L, await Postgres.RunAsync(database.Service, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"));
    }

    [Fact]
    public async Task Every_table_with_a_tenant_column_is_walled_even_against_its_owner()
    {
        await using var open = database.Databases.CreateDbContext();
        var tables = TenantColumn.Tables(open.Model).Select(type => type.GetTableName()!).Distinct().ToList();

        Assert.True(tables.Count >= 12);
        foreach (var table in tables)
        {
            Assert.True(
                (bool?)await Postgres.RunAsync(database.Owner, $"SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = '{table}'"), table);
            Assert.Equal(1L, await Postgres.RunAsync(database.Owner, $"SELECT count(*) FROM pg_policies WHERE tablename = '{table}'"));
        }

        Assert.Equal(
            0L,
            await Postgres.RunAsync(database.Owner, """
                SELECT count(*) FROM information_schema.columns JOIN pg_class ON relname = table_name
                WHERE table_schema = 'public' AND column_name = 'TenantId' AND NOT (relrowsecurity AND relforcerowsecurity)
                """));
    }

    [Fact]
    public async Task A_connection_that_was_told_no_tenant_sees_no_row_and_one_that_was_sees_its_own()
    {
        var (mine, theirs) = (TestDatabase.NewTenant(), TestDatabase.NewTenant());
        await Postgres.RunAsync((await Postgres.GetAsync()).AsAdministrator(database.Owner), $"""
            INSERT INTO "Tenants" ("TenantId", "DisplayName", "Registration", "SessionLifetime", "SessionIdle", "CreatedAt", "Version")
            SELECT name, name, 'Open', 1, 1, now(), 1 FROM unnest(ARRAY['{mine}', '{theirs}']) AS name
            """);
        const string Count = """SELECT count(*) FROM "Tenants" """;

        Assert.Equal(0L, await Postgres.RunAsync(database.Service, Count));
        Assert.Equal(0L, await Postgres.RunAsync(database.Owner, Count));
        Assert.Equal(1L, await Postgres.RunAsync(database.Service, $"SET voiceagent.tenant = '{mine}'; {Count}"));
    }

    [Fact]
    public async Task A_pooled_connection_forgets_its_tenant()
    {
        var tenant = TestDatabase.NewTenant();
        using (TenantScope.Enter(tenant))
        {
            await using var open = database.Databases.CreateDbContext();
            Assert.Equal(tenant, (await open.Database.SqlQuery<string>($"""SELECT current_setting('voiceagent.tenant') AS "Value" """).ToListAsync()).Single());
        }

        await using var connection = new Npgsql.NpgsqlConnection(PostgresDatabase.Settled(database.Service));
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("SELECT coalesce(current_setting('voiceagent.tenant', true), '')", connection);
        Assert.Equal("", await command.ExecuteScalarAsync());
        Assert.Throws<ArgumentException>(() => PostgresDatabase.Settled(database.Service + ";No Reset On Close=true"));
    }

    [Theory]
    [InlineData("""UPDATE "AuditEntries" SET "Actor" = 'nobody' """)]
    [InlineData("""DELETE FROM "AuditEntries" """)]
    [InlineData("""TRUNCATE "AuditEntries" """)]
    public async Task Nobody_changes_the_audit_log(string change)
    {
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Postgres.RunAsync(database.Service, change));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Postgres.RunAsync(database.Owner, change));
    }

    [Fact]
    public async Task Two_that_migrate_at_once_apply_each_step_once()
    {
        var (service, owner) = await (await Postgres.GetAsync()).CreateDatabaseAsync();
        var options = new VoiceAgent.Runtime.Storage.StorageOptions { Postgres = service, PostgresOwner = owner };

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(
            () => VoiceAgent.Runtime.Storage.StorageRegistration.Schema(options, TimeProvider.System).MigrateAsync(CancellationToken.None))));

        Assert.Single(results, applied => applied.Count > 0);
    }
}
