using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Calls.Recording;

/// <summary>Makes recordings that a dead process left open playable, and says of each how much there is.</summary>
internal sealed partial class RecordingRecovery(
    IDbContextFactory<RuntimeDatabase> databases, IOptions<StorageOptions> storage, ILogger<RecordingRecovery> log)
{
    /// <summary>Repairs the recordings of calls that are over since <paramref name="endedBefore"/> or longer.</summary>
    /// <param name="endedBefore">When the call must have ended at the latest.</param>
    /// <param name="lostBefore">A file that is not here is lost when its call ended before; until then another machine may have it.</param>
    /// <param name="cancellationToken">The process stops.</param>
    public async Task RepairAsync(DateTimeOffset endedBefore, DateTimeOffset lostBefore, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var left = await (
            from recording in database.Set<RecordingRecord>()
            join call in database.Set<CallRecord>()
                on new { recording.TenantId, Id = recording.CallId } equals new { call.TenantId, call.Id }
            where call.EndedAt <= endedBefore && recording.Bytes == 0 && recording.State != RecordingState.Lost
            select new { recording, call.EndedAt }).ToListAsync(cancellationToken);
        foreach (var one in left)
        {
            Repair(one.recording, mayBeElsewhere: one.EndedAt > lostBefore);
        }

        await database.SaveChangesAsync(cancellationToken);
    }

    private void Repair(RecordingRecord recording, bool mayBeElsewhere)
    {
        var path = Path.Combine(storage.Value.RecordingsFolder, recording.File);
        if (mayBeElsewhere && !File.Exists(path))
        {
            return;
        }

        try
        {
            (recording.Duration, recording.Bytes) = RecordingFile.Repair(path);
            recording.State = RecordingState.Partial;
            Repaired(recording.CallId, recording.Duration.TotalSeconds);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            recording.State = RecordingState.Lost;
            Missing(exception, recording.CallId);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The recording of call {Call} was left open; it is whole again and {Seconds:F1} s long")]
    private partial void Repaired(Guid call, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The recording of call {Call} cannot be repaired")]
    private partial void Missing(Exception exception, Guid call);
}
