using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Storage.Isolation;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Tenancy;

public sealed class IsolationOnSqlite(SqliteTestDatabase database) : IsolationTests<SqliteTestDatabase>(database);

public sealed class IsolationOnPostgres(PostgresTestDatabase database) : IsolationTests<PostgresTestDatabase>(database);

/// <summary>B5 of the security checklist: the ways in which query filters alone let one tenant reach another's rows.</summary>
public abstract class IsolationTests<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private readonly string _mine = TestDatabase.NewTenant();
    private readonly string _theirs = TestDatabase.NewTenant();

    [Fact]
    public async Task Lists_lookups_and_mass_changes_reach_ones_own_rows_alone()
    {
        var (mine, theirs) = await SeedAsync();
        using var _ = TenantScope.Enter(_mine);
        await using var open = database.Databases.CreateDbContext();

        Assert.Equal([mine.Id], await open.Set<CallRecord>().Select(call => call.Id).ToListAsync());
        Assert.Null(await open.Set<CallRecord>().FindAsync(_theirs, theirs.Id));
        Assert.Equal(1, await open.Set<CallRecord>().ExecuteUpdateAsync(call => call.SetProperty(row => row.CallerTurns, 7)));
        Assert.Equal(1, await open.Set<CallRecord>().ExecuteDeleteAsync());
        Assert.Equal(0, (await FindAsync(theirs.Id))!.CallerTurns);
    }

    [Fact]
    public async Task A_context_asks_for_its_own_tenant_and_not_for_that_of_the_first_one_ever_made()
    {
        var (mine, theirs) = await SeedAsync();

        Assert.Equal([mine.Id], await IdsAsync(_mine));
        Assert.Equal([theirs.Id], await IdsAsync(_theirs));
        Assert.Equal([mine.Id], await IdsAsync(_mine));
    }

    [Fact]
    public async Task A_stub_of_anothers_row_cannot_be_deleted()
    {
        var (_, theirs) = await SeedAsync();
        using var scope = TenantScope.Enter(_mine);
        await using var open = database.Databases.CreateDbContext();
        open.Entry(NewCall(_theirs, theirs.Id)).State = EntityState.Deleted;

        await Assert.ThrowsAsync<ForeignTenantException>(() => open.SaveChangesAsync());
        Assert.NotNull(await FindAsync(theirs.Id));
    }

    [Fact]
    public async Task A_stub_of_anothers_row_cannot_be_taken_over()
    {
        var (_, theirs) = await SeedAsync();
        using var scope = TenantScope.Enter(_mine);
        await using var open = database.Databases.CreateDbContext();
        open.Update(NewCall(_mine, theirs.Id));

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => open.SaveChangesAsync());
        Assert.Equal(_theirs, (await FindAsync(theirs.Id))!.TenantId);
    }

    [Fact]
    public async Task A_row_cannot_be_written_for_another()
    {
        using var scope = TenantScope.Enter(_mine);
        await using var open = database.Databases.CreateDbContext();
        open.Add(NewCall(_theirs, Guid.NewGuid()));

        await Assert.ThrowsAsync<ForeignTenantException>(() => open.SaveChangesAsync());
    }

    [Fact]
    public async Task A_child_cannot_be_hung_under_anothers_parent()
    {
        var (_, theirs) = await SeedAsync();
        using var scope = TenantScope.Enter(_mine);
        await using var open = database.Databases.CreateDbContext();
        open.Add(new RecordingRecord { TenantId = _mine, CallId = theirs.Id, File = "stolen.wav" });

        await Assert.ThrowsAsync<DbUpdateException>(() => open.SaveChangesAsync());
    }

    [Fact]
    public async Task Nobody_sees_and_writes_nothing()
    {
        await SeedAsync();
        using var scope = TenantScope.Enter(TenantScope.Nobody);
        await using var open = database.Databases.CreateDbContext();

        Assert.Empty(await open.Set<CallRecord>().ToListAsync());
        open.Add(NewCall("", Guid.NewGuid()));
        await Assert.ThrowsAsync<ForeignTenantException>(() => open.SaveChangesAsync());
    }

    [Fact]
    public async Task A_thousand_interleaved_requests_of_two_tenants_never_meet()
    {
        var (mine, theirs) = await SeedAsync();

        await Parallel.ForAsync(0, 1_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (turn, _) =>
        {
            var (tenant, expected) = turn % 2 == 0 ? (_mine, mine.Id) : (_theirs, theirs.Id);
            Assert.Equal([expected], await IdsAsync(tenant));
        });
    }

    private async Task<List<Guid>> IdsAsync(string tenant)
    {
        using var _ = TenantScope.Enter(tenant);
        await using var open = database.Databases.CreateDbContext();
        return await open.Set<CallRecord>().Select(call => call.Id).ToListAsync();
    }

    private async Task<(CallRecord Mine, CallRecord Theirs)> SeedAsync()
    {
        var (mine, theirs) = (NewCall(_mine, Guid.NewGuid()), NewCall(_theirs, Guid.NewGuid()));
        await using var open = database.Databases.CreateDbContext();
        open.AddRange(mine, theirs);
        await open.SaveChangesAsync();
        return (mine, theirs);
    }

    private async Task<CallRecord?> FindAsync(Guid id)
    {
        using var _ = TenantScope.Enter(TenantScope.Everyone);
        await using var open = database.Databases.CreateDbContext();
        return await open.Set<CallRecord>().AsNoTracking().SingleOrDefaultAsync(call => call.Id == id);
    }

    private static CallRecord NewCall(string tenant, Guid id) => new()
    {
        TenantId = tenant,
        Id = id,
        Agent = "reception",
        AgentRevision = "r1",
        Language = "en-US",
        Channel = CallChannel.Realtime,
        Host = "host",
        StartedAt = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero),
    };
}
