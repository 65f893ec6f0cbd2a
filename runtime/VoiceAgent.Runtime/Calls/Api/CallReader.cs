using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Http;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Calls.Api;

/// <summary>Reads what was kept of calls, of one tenant at a time.</summary>
internal sealed class CallReader(IDbContextFactory<RuntimeDatabase> databases)
{
    /// <summary>The latest calls first; ids carry their time, so that one index serves order and page.</summary>
    public async Task<CallListResponse> ListAsync(string tenantId, string? agent, Guid? after, int limit, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var calls = database.Set<CallRecord>().AsNoTracking().Where(call => call.TenantId == tenantId);
        if (agent is not null)
        {
            calls = calls.Where(call => call.Agent == agent);
        }

        if (after is { } last)
        {
            calls = calls.Where(call => call.Id.CompareTo(last) < 0);
        }

        // One more than asked for says whether there is a next page.
        var rows = await calls
            .OrderByDescending(call => call.Id)
            .Take(limit + 1)
            .GroupJoin(
                database.Set<RecordingRecord>(),
                call => new { call.TenantId, call.Id },
                recording => new { recording.TenantId, Id = recording.CallId },
                (call, recordings) => new { call, recordings })
            .SelectMany(pair => pair.recordings.DefaultIfEmpty(), (pair, recording) => new { pair.call, recording })
            .OrderByDescending(pair => pair.call.Id)
            .ToListAsync(cancellationToken);
        var items = rows.Take(limit).Select(row => CallResponse.From(row.call, row.recording)).ToList();
        return new CallListResponse(items, rows.Count > limit ? Cursor.After(items[^1].Id) : null);
    }

    /// <summary>One call with its turns and events; null when the tenant has none of this id.</summary>
    public async Task<CallDetailResponse?> FindAsync(string tenantId, Guid id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var call = await database.Set<CallRecord>().AsNoTracking().FirstOrDefaultAsync(row => row.TenantId == tenantId && row.Id == id, cancellationToken);
        if (call is null)
        {
            return null;
        }

        var turns = await database.Set<TurnRecord>().AsNoTracking()
            .Where(turn => turn.TenantId == tenantId && turn.CallId == id).OrderBy(turn => turn.Number).ToListAsync(cancellationToken);
        var events = await database.Set<CallEventRecord>().AsNoTracking()
            .Where(happened => happened.TenantId == tenantId && happened.CallId == id).OrderBy(happened => happened.Sequence).ToListAsync(cancellationToken);
        return new CallDetailResponse(
            CallResponse.From(call, await FindRecordingAsync(database, tenantId, id, cancellationToken)),
            [.. turns.Select(TurnResponse.From)],
            [.. events.Select(CallEventResponse.From)]);
    }

    /// <summary>The recording of a call; null when there is none.</summary>
    public async Task<RecordingRecord?> FindRecordingAsync(string tenantId, Guid id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await FindRecordingAsync(database, tenantId, id, cancellationToken);
    }

    private static Task<RecordingRecord?> FindRecordingAsync(RuntimeDatabase database, string tenantId, Guid id, CancellationToken cancellationToken) =>
        database.Set<RecordingRecord>().AsNoTracking().FirstOrDefaultAsync(row => row.TenantId == tenantId && row.CallId == id, cancellationToken);
}
