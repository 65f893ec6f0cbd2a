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
            var calls = await database.Set<CallRecord>()
                .Where(call => call.Ending == null && call.LastSeenAt <= notSeenSince)
                .OrderBy(call => call.Id)
                .Take(AtOnce)
                .ToListAsync(cancellationToken);
            foreach (var call in calls)
            {
                await CloseAsync(database, call, cancellationToken);
            }

            await database.SaveChangesAsync(cancellationToken);
            closed += calls.Count;
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

    private static async Task CloseAsync(RuntimeDatabase database, CallRecord call, CancellationToken cancellationToken)
    {
        var last = await database.Set<CallEventRecord>()
            .Where(happened => happened.TenantId == call.TenantId && happened.CallId == call.Id)
            .MaxAsync(happened => (int?)happened.Sequence, cancellationToken) ?? 0;
        call.Ending = CallEnding.Crashed;
        call.EndedAt = call.LastSeenAt;
        database.Add(new CallEventRecord
        {
            TenantId = call.TenantId,
            CallId = call.Id,
            Sequence = last + 1,
            At = call.LastSeenAt - call.StartedAt,
            Kind = nameof(CallEnded),
            Detail = """{"ending":"crashed"}""",
        });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} calls were cut by the end of the process that held them; they are closed as crashed")]
    private partial void Closed(int count);
}
