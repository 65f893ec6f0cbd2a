using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Calls.Journal;

/// <summary>One write of the journal: the rows that changed since the last, and now and then the heartbeat of every open call.</summary>
internal sealed partial class JournalBatch(
    IDbContextFactory<RuntimeDatabase> databases,
    HostIdentity host,
    IOptions<JournalOptions> options,
    TimeProvider time,
    ILogger<JournalBatch> log)
{
    private readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds);
    private long? _beaten;

    private readonly Dictionary<CallLedger, HashSet<object>> _changed = [];

    /// <summary>Turns events into changed rows. A row changed twice is written once.</summary>
    public void Apply(IReadOnlyList<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            var ledger = entry.Journal.Ledger;
            if (!_changed.TryGetValue(ledger, out var rows))
            {
                rows = _changed[ledger] = [];
            }

            rows.UnionWith(ledger.Apply(entry.Sequence, entry.Happened));
        }
    }

    /// <summary>Writes the changed rows of all calls together; if that is refused, call by call, so that one bad call spoils no other.</summary>
    /// <param name="repeated">An earlier try may have succeeded without saying so: look before inserting.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    /// <returns>How many rows were refused for good and dropped.</returns>
    public async Task<int> WriteAsync(bool repeated, CancellationToken cancellationToken)
    {
        var refused = 0;
        try
        {
            await SaveAsync(_changed, repeated, cancellationToken);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            foreach (var call in _changed)
            {
                refused += await SaveAloneAsync(call, cancellationToken);
            }
        }

        _changed.Clear();
        return refused;
    }

    private async Task<int> SaveAloneAsync(KeyValuePair<CallLedger, HashSet<object>> call, CancellationToken cancellationToken)
    {
        try
        {
            await SaveAsync([call], repeated: true, cancellationToken);
            return 0;
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            Refused(call.Key.Call.Id, call.Value.Count, exception.GetBaseException().GetType().Name);
            return call.Value.Count;
        }
    }

    private async Task SaveAsync(
        IReadOnlyCollection<KeyValuePair<CallLedger, HashSet<object>>> calls, bool repeated, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var (ledger, rows) in calls)
        {
            foreach (var row in rows)
            {
                var exists = ledger.IsStored(row)
                    || (repeated && await database.Entry(row).GetDatabaseValuesAsync(cancellationToken) is not null);
                database.Entry(row).State = exists ? EntityState.Modified : EntityState.Added;
            }
        }

        await database.SaveChangesAsync(cancellationToken);
        foreach (var (ledger, rows) in calls)
        {
            ledger.MarkStored(rows);
        }

        await BeatAsync(database, cancellationToken);
    }

    private async Task BeatAsync(RuntimeDatabase database, CancellationToken cancellationToken)
    {
        if (_beaten is { } beaten && time.GetElapsedTime(beaten) < _heartbeat)
        {
            return;
        }

        var now = time.GetUtcNow();
        await database.Set<CallRecord>()
            .Where(call => call.Ending == null && call.Host == host.Name)
            .ExecuteUpdateAsync(set => set.SetProperty(call => call.LastSeenAt, now), cancellationToken);
        _beaten = time.GetTimestamp();
    }

    private static bool IsRefusal(Exception exception) => exception is not OperationCanceledException && !StorageFault.IsOutage(exception);

    // The exception's text may quote the row: its type must do.
    [LoggerMessage(Level = LogLevel.Error, Message = "The database refused {Rows} rows of call {Call}: {Reason}")]
    private partial void Refused(Guid call, int rows, string reason);
}
