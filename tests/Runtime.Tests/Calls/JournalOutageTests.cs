using Microsoft.EntityFrameworkCore;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Calls;

public sealed class JournalOutageTests(SqliteTestDatabase database) : IClassFixture<SqliteTestDatabase>
{
    [Fact]
    public async Task Events_wait_in_order_while_the_database_is_away_and_none_is_lost()
    {
        var road = new Road(database) { IsOpen = false };
        await using var desk = await JournalDesk.OpenAsync(road);
        var call = NewCall();
        var journal = desk.Writer.Open(call, keepsText: true);

        journal.Observe(new CallStarted(TimeSpan.Zero));
        await WaitUntil.TrueAsync(() => desk.Writer.OutageSince is not null);
        for (var turn = 1; turn <= 200; turn++)
        {
            journal.Observe(new ReplyStarted(TimeSpan.FromSeconds(turn), turn, Spoken: true));
            journal.Observe(new ReplyEnded(
                TimeSpan.FromSeconds(turn), turn, ReplyOutcome.Completed, $"text {turn}", $"text {turn}", TimeSpan.Zero, new(), ReplyUsage.None));
        }

        journal.Observe(new CallEnded(TimeSpan.FromSeconds(300), CallEnding.AgentEnded));
        road.IsOpen = true;
        await journal.FlushAsync(CancellationToken.None);

        await using var reader = database.Databases.CreateDbContext();
        Assert.Null(desk.Writer.OutageSince);
        Assert.Equal(CallEnding.AgentEnded, (await reader.Set<CallRecord>().SingleAsync(row => row.Id == call.Id)).Ending);
        Assert.Equal(
            Enumerable.Range(1, 402),
            await reader.Set<CallEventRecord>().Where(row => row.CallId == call.Id).OrderBy(row => row.Sequence).Select(row => row.Sequence).ToListAsync());
        Assert.Equal(
            Enumerable.Range(1, 200).Select(turn => $"text {turn}"),
            await reader.Set<TurnRecord>().Where(row => row.CallId == call.Id).OrderBy(row => row.Number).Select(row => row.HeardText).ToListAsync());
    }

    [Fact]
    public async Task A_full_buffer_drops_details_first_and_counts_what_it_drops()
    {
        var road = new Road(database) { IsOpen = false };
        await using var desk = await JournalDesk.OpenAsync(road, capacity: 100);
        var call = NewCall();
        var journal = desk.Writer.Open(call, keepsText: true);
        journal.Observe(new CallStarted(TimeSpan.Zero));
        await WaitUntil.TrueAsync(() => desk.Writer.OutageSince is not null);

        for (var i = 0; i < 500; i++)
        {
            journal.Observe(new PlayoutPaused(TimeSpan.FromSeconds(1), 1));
        }

        journal.Observe(new ReplyEnded(TimeSpan.FromSeconds(2), 1, ReplyOutcome.Completed, "kept", "kept", TimeSpan.Zero, new(), ReplyUsage.None));
        journal.Observe(new CallEnded(TimeSpan.FromSeconds(3), CallEnding.AgentEnded));
        road.IsOpen = true;
        await journal.FlushAsync(CancellationToken.None);

        await using var reader = database.Databases.CreateDbContext();
        Assert.Equal("kept", (await reader.Set<TurnRecord>().SingleAsync(row => row.CallId == call.Id)).Text);
        Assert.Equal(CallEnding.AgentEnded, (await reader.Set<CallRecord>().SingleAsync(row => row.Id == call.Id)).Ending);
        Assert.Equal(75, await reader.Set<CallEventRecord>().CountAsync(row => row.CallId == call.Id && row.Kind == nameof(PlayoutPaused)));
        Assert.Equal(425, desk.Metrics.JournalLost.WithLabels("buffer_full").Value);
    }

    [Fact]
    public async Task A_write_that_succeeded_without_saying_so_is_not_doubled()
    {
        var road = new Road(database) { LosesAnswers = 1 };
        await using var desk = await JournalDesk.OpenAsync(road);
        var call = NewCall();
        var journal = desk.Writer.Open(call, keepsText: true);

        journal.Observe(new CallStarted(TimeSpan.Zero));
        journal.Observe(new CallerTurnEnded(TimeSpan.FromSeconds(1), 1, 0, "hello", Typed: true, TimeSpan.Zero));
        await journal.FlushAsync(CancellationToken.None);

        await using var reader = database.Databases.CreateDbContext();
        Assert.Equal(2, await reader.Set<CallEventRecord>().CountAsync(row => row.CallId == call.Id));
        Assert.Equal(0, desk.Metrics.JournalLost.WithLabels("refused").Value);
        Assert.Equal(0, road.LosesAnswers);
    }

    [Fact]
    public async Task Stopping_gives_up_on_a_database_that_stays_away_when_the_host_says_so()
    {
        var desk = await JournalDesk.OpenAsync(new Road(database) { IsOpen = false });
        desk.Writer.Open(NewCall(), keepsText: true).Observe(new CallStarted(TimeSpan.Zero));
        await WaitUntil.TrueAsync(() => desk.Writer.OutageSince is not null);

        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        await desk.Writer.StopAsync(limit.Token).WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static CallRecord NewCall() => new()
    {
        TenantId = TestDatabase.NewTenant(),
        Id = Guid.CreateVersion7(),
        Agent = "reception",
        AgentRevision = "abc",
        Language = "en-US",
        Channel = CallChannel.Realtime,
        Host = "test",
        StartedAt = TimeProvider.System.GetUtcNow(),
    };

    /// <summary>The way to the database, which can be closed: SQLite's own error 14 (cannot open) is what comes back.</summary>
    private sealed class Road(SqliteTestDatabase database) : IDbContextFactory<RuntimeDatabase>
    {
        public bool IsOpen { get; set; } = true;

        public int LosesAnswers { get; set; }

        public RuntimeDatabase CreateDbContext()
        {
            if (!IsOpen)
            {
                return SqliteTestDatabase.For(Path.Combine(database.File, "no such folder", "file.db")).CreateDbContext();
            }

            var context = database.Databases.CreateDbContext();
            context.SavedChanges += (_, _) =>
            {
                if (LosesAnswers > 0)
                {
                    LosesAnswers--;
                    throw new IOException("The answer was lost.");
                }
            };
            return context;
        }
    }
}
