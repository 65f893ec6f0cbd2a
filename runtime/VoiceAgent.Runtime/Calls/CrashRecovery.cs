using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Calls.Recording;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Calls;

/// <summary>
/// Puts in order what a process left that died with calls under way: first the records, then the recordings they name. The embedded database
/// belongs to one process, so at its start every open call is dead. Where several share one, only a heartbeat that stopped tells, and whoever
/// notices first cleans up - for as long as it runs, because nobody may start for days.
/// </summary>
internal sealed class CrashRecovery(
    UnfinishedCalls calls, RecordingRecovery recordings, IOptions<StorageOptions> storage, IOptions<JournalOptions> journal, TimeProvider time)
    : BackgroundService
{
    // A process may be paused or cut off from the database for a while without being dead.
    private const int MissedHeartbeats = 6;

    // Another machine may come back and bring its files.
    private static readonly TimeSpan LostAfter = TimeSpan.FromDays(1);

    private readonly bool _isShared = storage.Value.Postgres is not null;
    private readonly TimeSpan _lease = MissedHeartbeats * TimeSpan.FromSeconds(journal.Value.HeartbeatSeconds);

    /// <summary>Treats every open call that nobody holds.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var notSeenSince = _isShared ? now - _lease : now;
        await calls.CloseAsync(notSeenSince, cancellationToken);
        await recordings.RepairAsync(notSeenSince, _isShared ? now - LostAfter : now, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_isShared)
        {
            return;
        }

        using var leases = new PeriodicTimer(_lease, time);
        try
        {
            while (await leases.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception exception) when (StorageFault.IsOutage(exception))
        {
            // The journal says that the database is away; the next lease comes.
        }
    }
}
