using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Calls;

public sealed class CallJournalOnSqlite(SqliteTestDatabase database) : CallJournalTests<SqliteTestDatabase>(database);

public sealed class CallJournalOnPostgres(PostgresTestDatabase database) : CallJournalTests<PostgresTestDatabase>(database);

/// <summary>What a call leaves in the database, on every engine.</summary>
public abstract class CallJournalTests<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_call_leaves_its_turns_with_what_was_written_and_what_was_heard()
    {
        await using var desk = await JournalDesk.OpenAsync(database.Databases);
        var call = NewCall();
        var journal = desk.Writer.Open(call, keepsText: true);
        var waterfall = new Waterfall
        {
            SpeechEnded = Ms(2000), TurnDecided = Ms(2300), FinalTranscript = Ms(2350), KnowledgeFound = Ms(2360), FirstToken = Ms(2500),
            FirstSentence = Ms(2600), FirstAudio = Ms(2700), FirstAudible = Ms(2720), Played = Ms(4000),
        };

        journal.Observe(new CallStarted(Ms(0)));
        journal.Observe(new CallerSpeechStarted(Ms(1000), 1, Ms(900)));
        journal.Observe(new TranscriptHeard(Ms(1500), 1, "what are", IsFinal: false));
        journal.Observe(new TranscriptHeard(Ms(2350), 1, "what are your hours", IsFinal: true));
        journal.Observe(new CallerTurnEnded(Ms(2350), 1, 1, "what are your hours", Typed: false, Ms(2000)));
        journal.Observe(new ReplyStarted(Ms(2360), 2, Spoken: true));
        journal.Observe(new ReplyText(Ms(2500), 2, "We are"));
        journal.Observe(new Interrupted(Ms(3900), 2, InterruptionCause.Words, Ms(3500)));
        journal.Observe(new ReplyEnded(Ms(4000), 2, ReplyOutcome.Interrupted, "We are open all day.", "We are open", Ms(1200), waterfall, new(50, 7, 20)));
        journal.Observe(new CallEnded(Ms(5000), CallEnding.CallerHungUp));
        await journal.FlushAsync(CancellationToken.None);

        var stored = await ReadAsync(call);
        Assert.Equal(CallEnding.CallerHungUp, stored.Call.Ending);
        Assert.Equal(Noon.AddSeconds(5), stored.Call.EndedAt);
        Assert.Equal((1, 1, 1), (stored.Call.CallerTurns, stored.Call.AgentTurns, stored.Call.Interruptions));
        Assert.Collection(
            stored.Turns,
            caller =>
            {
                Assert.Equal((Speaker.Caller, "what are your hours"), (caller.Speaker, caller.Text));
                Assert.Equal((Ms(1000), Ms(2000)), (caller.StartedAt, caller.EndedAt));
                Assert.Null(caller.Outcome);
            },
            agent =>
            {
                Assert.Equal((ReplyOutcome.Interrupted, "We are open all day.", "We are open"), (agent.Outcome, agent.Text, agent.HeardText));
                Assert.Equal((Ms(2360), Ms(4000), Ms(1200)), (agent.StartedAt, agent.EndedAt, agent.HeardAudio));
                Assert.Equal(waterfall, agent.Waterfall);
                Assert.Equal(new ReplyUsage(50, 7, 20), agent.Usage);
            });
        Assert.Equal(Enumerable.Range(1, 8), stored.Events.Select(happened => happened.Sequence));
        Assert.Equal(
            ["CallStarted", "CallerSpeechStarted", "TranscriptHeard", "CallerTurnEnded", "ReplyStarted", "Interrupted", "ReplyEnded", "CallEnded"],
            stored.Events.Select(happened => happened.Kind));
        Assert.Equal("""{"cause":"words","speechStarted":3500}""", stored.Events[5].Detail);
        Assert.Equal((2, Ms(3900)), (stored.Events[5].Turn, stored.Events[5].At));
    }

    [Fact]
    public async Task A_report_of_the_far_end_corrects_a_turn_that_is_stored_already()
    {
        await using var desk = await JournalDesk.OpenAsync(database.Databases);
        var call = NewCall();
        var journal = desk.Writer.Open(call, keepsText: true);
        journal.Observe(new ReplyStarted(Ms(0), 1, Spoken: true));
        journal.Observe(new ReplyEnded(Ms(900), 1, ReplyOutcome.Interrupted, "One two three.", "One two", Ms(700), new(), ReplyUsage.None));
        await journal.FlushAsync(CancellationToken.None);

        journal.Observe(new ReplyTruncated(Ms(950), 1, "One", Ms(300)));
        await journal.FlushAsync(CancellationToken.None);

        var turn = Assert.Single((await ReadAsync(call)).Turns);
        Assert.Equal(("One two three.", "One", Ms(300)), (turn.Text, turn.HeardText, turn.HeardAudio));
    }

    [Fact]
    public async Task A_call_is_readable_while_it_runs()
    {
        await using var desk = await JournalDesk.OpenAsync(database.Databases);
        var call = NewCall();
        var journal = desk.Writer.Open(call, keepsText: true);

        journal.Observe(new CallStarted(Ms(0)));
        journal.Observe(new ReplyStarted(Ms(10), 1, Spoken: true));
        await journal.FlushAsync(CancellationToken.None);

        var stored = await ReadAsync(call);
        Assert.Null(stored.Call.Ending);
        Assert.Null(Assert.Single(stored.Turns).Outcome);
    }

    [Fact]
    public async Task An_agent_that_keeps_no_transcripts_leaves_timings_and_usage_alone()
    {
        await using var desk = await JournalDesk.OpenAsync(database.Databases);
        var call = NewCall();
        var journal = desk.Writer.Open(call, keepsText: false);

        journal.Observe(new CallStarted(Ms(0)));
        journal.Observe(new TranscriptHeard(Ms(900), 1, "secret words", IsFinal: true));
        journal.Observe(new CallerTurnEnded(Ms(1000), 1, 1, "secret words", Typed: false, Ms(800)));
        journal.Observe(new ToolStarted(Ms(1100), 2, "c", "book", """{"name":"secret words"}"""));
        journal.Observe(new ToolEnded(Ms(1200), 2, "c", "book", true, "secret words"));
        journal.Observe(new ReplyEnded(Ms(2000), 2, ReplyOutcome.Completed, "secret words", "secret words", Ms(500), new(), new(3, 4, 5)));
        journal.Observe(new ReplyTruncated(Ms(2100), 2, "secret words", Ms(500)));
        await journal.FlushAsync(CancellationToken.None);

        var stored = await ReadAsync(call);
        Assert.All(stored.Turns, turn => Assert.Null(turn.Text));
        Assert.All(stored.Turns, turn => Assert.Null(turn.HeardText));
        Assert.DoesNotContain(stored.Events, happened => happened.Detail?.Contains("secret", StringComparison.Ordinal) == true);
        Assert.Equal(new ReplyUsage(3, 4, 5), stored.Turns[1].Usage);
    }

    [Fact]
    public async Task A_stage_failure_keeps_its_owner_and_provider()
    {
        await using var desk = await JournalDesk.OpenAsync(database.Databases);
        var call = NewCall();
        var journal = desk.Writer.Open(call, keepsText: true);

        journal.Observe(new StageFailed(Ms(70), CallStage.Speech, FaultOwner.Provider, "main-tts", "closed the socket"));
        await journal.FlushAsync(CancellationToken.None);

        Assert.Equal(
            """{"stage":"speech","owner":"provider","provider":"main-tts","message":"closed the socket"}""",
            Assert.Single((await ReadAsync(call)).Events).Detail);
    }

    [Fact]
    public async Task Two_hundred_calls_at_once_are_all_written_in_order()
    {
        await using var desk = await JournalDesk.OpenAsync(database.Databases);
        var tenant = TestDatabase.NewTenant();
        var calls = Enumerable.Range(0, 200).Select(_ => NewCall(tenant)).ToList();

        await Task.WhenAll(calls.Select(call => Task.Run(() =>
        {
            var journal = desk.Writer.Open(call, keepsText: true);
            journal.Observe(new CallStarted(Ms(0)));
            for (var turn = 1; turn <= 10; turn++)
            {
                journal.Observe(new ReplyStarted(Ms(turn * 100), turn, Spoken: true));
                journal.Observe(new ReplyEnded(Ms((turn * 100) + 50), turn, ReplyOutcome.Completed, "a", "a", Ms(50), new(), ReplyUsage.None));
            }

            journal.Observe(new CallEnded(Ms(2000), CallEnding.AgentEnded));
            return journal.FlushAsync(CancellationToken.None);
        })));

        await using var reader = database.Databases.CreateDbContext();
        Assert.Equal(200, await reader.Set<CallRecord>().CountAsync(call => call.TenantId == tenant && call.Ending == CallEnding.AgentEnded));
        Assert.Equal(2000, await reader.Set<TurnRecord>().CountAsync(turn => turn.TenantId == tenant && turn.Outcome == ReplyOutcome.Completed));
        Assert.Equal(4400, await reader.Set<CallEventRecord>().CountAsync(happened => happened.TenantId == tenant));
    }

    [Fact]
    public async Task A_call_that_the_database_refuses_spoils_no_other()
    {
        await using var desk = await JournalDesk.OpenAsync(database.Databases);
        var good = NewCall();
        var bad = NewCall(tenant: null);

        desk.Writer.Open(bad, keepsText: true).Observe(new CallStarted(Ms(0)));
        var journal = desk.Writer.Open(good, keepsText: true);
        journal.Observe(new CallStarted(Ms(0)));
        await journal.FlushAsync(CancellationToken.None);

        Assert.Single((await ReadAsync(good)).Events);
        Assert.Equal(2, desk.Metrics.JournalLost.WithLabels("refused").Value);
    }

    [Fact]
    public async Task Calls_of_a_dead_process_are_closed_as_crashed_at_the_last_known_time()
    {
        var call = NewCall();
        await using (var desk = await JournalDesk.OpenAsync(database.Databases))
        {
            var journal = desk.Writer.Open(call, keepsText: true);
            journal.Observe(new CallStarted(Ms(0)));
            journal.Observe(new ReplyStarted(Ms(1500), 1, Spoken: true));
            await journal.FlushAsync(CancellationToken.None);
        }

        await new UnfinishedCalls(database.Databases, NullLogger<UnfinishedCalls>.Instance).CloseAsync(DateTimeOffset.MaxValue, CancellationToken.None);

        var stored = await ReadAsync(call);
        Assert.Equal(CallEnding.Crashed, stored.Call.Ending);
        Assert.True(stored.Call.EndedAt >= Noon.AddMilliseconds(1500));
        Assert.Equal(stored.Call.LastSeenAt, stored.Call.EndedAt);
        Assert.Equal(("CallEnded", 3), (stored.Events[^1].Kind, stored.Events[^1].Sequence));
    }

    [Fact]
    public async Task Two_that_clean_up_at_once_close_a_call_once()
    {
        var call = NewCall();
        await using (var desk = await JournalDesk.OpenAsync(database.Databases))
        {
            var journal = desk.Writer.Open(call, keepsText: true);
            journal.Observe(new CallStarted(Ms(0)));
            await journal.FlushAsync(CancellationToken.None);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            new UnfinishedCalls(database.Databases, NullLogger<UnfinishedCalls>.Instance).CloseAsync(DateTimeOffset.MaxValue, CancellationToken.None))));

        Assert.Equal(["CallStarted", "CallEnded"], (await ReadAsync(call)).Events.Select(happened => happened.Kind));
    }

    [Fact]
    public async Task A_call_that_another_process_still_holds_is_left_alone()
    {
        await using var desk = await JournalDesk.OpenAsync(database.Databases);
        var call = NewCall();
        var journal = desk.Writer.Open(call, keepsText: true);
        journal.Observe(new CallStarted(Ms(0)));
        await journal.FlushAsync(CancellationToken.None);

        await new UnfinishedCalls(database.Databases, NullLogger<UnfinishedCalls>.Instance).CloseAsync(Noon.AddSeconds(-1), CancellationToken.None);

        Assert.Null((await ReadAsync(call)).Call.Ending);
    }

    [Fact]
    public async Task Open_calls_are_marked_as_alive_even_when_nothing_happens_in_them()
    {
        await using var desk = await JournalDesk.OpenAsync(database.Databases, heartbeatSeconds: 1);
        var call = NewCall();
        var journal = desk.Writer.Open(call, keepsText: true);
        journal.Observe(new CallStarted(Ms(0)));
        await journal.FlushAsync(CancellationToken.None);

        await WaitUntil.TrueAsync(async () => (await ReadAsync(call)).Call.LastSeenAt > Noon.AddDays(1));
    }

    private static CallRecord NewCall() => NewCall(TestDatabase.NewTenant());

    private static CallRecord NewCall(string? tenant) => new()
    {
        TenantId = tenant!,
        Id = Guid.CreateVersion7(Noon),
        Agent = "reception",
        AgentRevision = "abc",
        Language = "en-US",
        Channel = CallChannel.Realtime,
        Host = "test",
        StartedAt = Noon,
        LastSeenAt = Noon,
    };

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private async Task<Stored> ReadAsync(CallRecord call)
    {
        await using var reader = database.Databases.CreateDbContext();
        return new Stored(
            await reader.Set<CallRecord>().SingleAsync(row => row.TenantId == call.TenantId && row.Id == call.Id),
            await reader.Set<TurnRecord>().Where(row => row.TenantId == call.TenantId && row.CallId == call.Id).OrderBy(row => row.Number).ToListAsync(),
            await reader.Set<CallEventRecord>().Where(row => row.TenantId == call.TenantId && row.CallId == call.Id).OrderBy(row => row.Sequence).ToListAsync());
    }

    private sealed record Stored(CallRecord Call, List<TurnRecord> Turns, List<CallEventRecord> Events);
}
