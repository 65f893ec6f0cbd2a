using Microsoft.EntityFrameworkCore;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Calls.Journal;

/// <summary>Closes calls whose process died with them.</summary>
internal sealed partial class UnfinishedCalls(IDbContextFactory<RuntimeDatabase> databases, ILogger<UnfinishedCalls> log)
{
    private const int AtOnce = 100;

    /// <summary>
    /// Ends every open call that nobody saw alive since <paramref name="notSeenSince"/> as crashed, at the last time it was seen. The embedded
    /// database belongs to one process, so that at its start all open calls are dead; where several share one, only a late heartbeat tells.
    /// </summary>
    /// <returns>How many calls were closed.</returns>
    public async Task<int> CloseAsync(DateTimeOffset notSeenSince, CancellationToken cancellationToken)
    {
        var closed = 0;
        while (true)
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var calls = await database.Set<CallRecord>().AsNoTracking()
                .Where(call => call.Ending == null && call.LastSeenAt <= notSeenSince)
                .OrderBy(call => call.Id)
                .Take(AtOnce)
                .ToListAsync(cancellationToken);
            foreach (var call in calls)
            {
                closed += await CloseAsync(database, call, notSeenSince, cancellationToken) ? 1 : 0;
            }

            if (calls.Count < AtOnce)
            {
                break;
            }
        }

        if (closed > 0)
        {
            Closed(closed);
        }

        return closed;
    }

    /// <summary>False when somebody else closed it first, or its process spoke up meanwhile.</summary>
    private static async Task<bool> CloseAsync(RuntimeDatabase database, CallRecord call, DateTimeOffset notSeenSince, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var taken = await database.Set<CallRecord>()
            .Where(row => row.TenantId == call.TenantId && row.Id == call.Id && row.Ending == null && row.LastSeenAt <= notSeenSince)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Ending, CallEnding.Crashed).SetProperty(row => row.EndedAt, row => row.LastSeenAt),
                cancellationToken);
        if (taken == 0)
        {
            return false;
        }

        var last = await database.Set<CallEventRecord>()
            .Where(happened => happened.TenantId == call.TenantId && happened.CallId == call.Id)
            .MaxAsync(happened => (int?)happened.Sequence, cancellationToken) ?? 0;
        database.Add(new CallEventRecord
        {
            TenantId = call.TenantId,
            CallId = call.Id,
            Sequence = last + 1,
            At = call.LastSeenAt - call.StartedAt,
            Kind = nameof(CallEnded),
            Detail = """{"ending":"crashed"}""",
        });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} calls were cut by the end of the process that held them; they are closed as crashed")]
    private partial void Closed(int count);
}
