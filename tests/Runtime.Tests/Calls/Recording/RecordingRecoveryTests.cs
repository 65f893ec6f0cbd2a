using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls.Recording;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Calls.Recording;

public sealed class RecordingRecoveryTests(SqliteTestDatabase database) : IClassFixture<SqliteTestDatabase>, IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_recording_that_was_left_open_is_as_long_as_what_was_written()
    {
        var id = await AddAsync("left.wav", RecordingState.Open);
        Directory.CreateDirectory(_folder["recordings"]);
        await File.WriteAllBytesAsync(_folder["recordings/left.wav"], new byte[44 + (3 * 64_000)]);

        await RepairAsync(lostBefore: Noon.AddDays(1));

        var recording = await ReadAsync(id);
        Assert.Equal((RecordingState.Partial, TimeSpan.FromSeconds(3), 44 + (3 * 64_000)), (recording.State, recording.Duration, recording.Bytes));
        Assert.Equal(TimeSpan.FromSeconds(3), WaveFile.Read(_folder["recordings/left.wav"]).Duration);
    }

    [Fact]
    public async Task A_recording_whose_file_is_gone_is_lost()
    {
        var id = await AddAsync("gone.wav", RecordingState.Partial);

        await RepairAsync(lostBefore: Noon.AddDays(1));

        Assert.Equal(RecordingState.Lost, (await ReadAsync(id)).State);
    }

    [Fact]
    public async Task A_file_that_another_machine_may_have_is_waited_for()
    {
        var id = await AddAsync("elsewhere.wav", RecordingState.Open);

        await RepairAsync(lostBefore: Noon.AddHours(-1));

        Assert.Equal(RecordingState.Open, (await ReadAsync(id)).State);
    }

    [Fact]
    public async Task A_recording_of_a_call_that_may_still_run_is_left_alone()
    {
        var id = await AddAsync("running.wav", RecordingState.Open, ended: false);

        await RepairAsync(lostBefore: Noon.AddDays(1));

        Assert.Equal(RecordingState.Open, (await ReadAsync(id)).State);
    }

    private Task RepairAsync(DateTimeOffset lostBefore) =>
        new RecordingRecovery(database.Databases, Options.Create(new StorageOptions { Data = _folder.Path }), NullLogger<RecordingRecovery>.Instance)
            .RepairAsync(Noon.AddDays(1), lostBefore, CancellationToken.None);

    private async Task<Guid> AddAsync(string file, RecordingState state, bool ended = true)
    {
        var id = Guid.CreateVersion7(Noon);
        await using var context = database.Databases.CreateDbContext();
        context.Add(new CallRecord
        {
            TenantId = "clinic",
            Id = id,
            Agent = "reception",
            AgentRevision = "abc",
            Language = "en-US",
            Channel = CallChannel.Realtime,
            Host = "gone",
            StartedAt = Noon,
            EndedAt = ended ? Noon : null,
            Ending = ended ? CallEnding.Crashed : null,
        });
        context.Add(new RecordingRecord { TenantId = "clinic", CallId = id, File = file, State = state });
        await context.SaveChangesAsync();
        return id;
    }

    private async Task<RecordingRecord> ReadAsync(Guid id)
    {
        await using var context = database.Databases.CreateDbContext();
        return await context.Set<RecordingRecord>().SingleAsync(recording => recording.CallId == id);
    }
}
