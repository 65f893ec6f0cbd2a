using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;

namespace VoiceAgent.Runtime.Identity.People;

/// <summary>An entry of the audit log.</summary>
internal sealed record AuditResponse(long Sequence, DateTimeOffset At, string Actor, string Action, string Target, string Address, JsonElement? Detail, string Hash)
{
    public static AuditResponse Of(AuditEntry entry) => new(
        entry.Sequence, entry.At, entry.Actor, entry.Action, entry.Target, entry.Address,
        entry.Detail is null ? null : JsonElement.Parse(entry.Detail), Convert.ToHexStringLower(entry.Hash));
}

/// <summary>Whether the log is as it was written.</summary>
/// <param name="Intact">False when an entry was changed, removed or put in.</param>
/// <param name="FirstBroken">The first entry that does not follow from the one before it.</param>
internal sealed record AuditCheckResponse(bool Intact, long? FirstBroken);

/// <summary>What to look for. Everything that is given must hold.</summary>
internal sealed record AuditFilter(string? Action, string? Actor, string? Target, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary><c>/api/v1/audit</c>.</summary>
internal static class AuditEndpoints
{
    private const string List = "audit";

    public static void Map(RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("audit").RequireAuthorization(Permissions.AuditRead);
        audit.MapGet("/", ListAsync).WithSummary("Read the audit log, newest first");
        audit.MapGet("/check", CheckAsync).WithSummary("Check that nobody changed the audit log");
    }

    private static async Task<Results<Ok<Page<AuditResponse>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, [AsParameters] AuditFilter filter, Caller caller, RequestDatabase database, Cursors cursors, CancellationToken cancellationToken)
    {
        if (page.Read(cursors, caller.TenantId, List, out var before) is { } refusal)
        {
            return refusal;
        }

        var query = database.Open().Set<AuditEntry>().AsNoTracking();
        query = filter.Action is { } action ? query.Where(entry => entry.Action == action) : query;
        query = filter.Actor is { } actor ? query.Where(entry => entry.Actor == actor) : query;
        query = filter.Target is { } target ? query.Where(entry => entry.Target == target) : query;
        query = filter.From is { } from ? query.Where(entry => entry.At >= from.ToUniversalTime()) : query;
        query = filter.Until is { } until ? query.Where(entry => entry.At < until.ToUniversalTime()) : query;
        if (before is not null)
        {
            var last = long.Parse(before, CultureInfo.InvariantCulture);
            query = query.Where(entry => entry.Sequence < last);
        }

        var rows = await query.OrderByDescending(entry => entry.Sequence).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(cursors, caller.TenantId, List, rows, AuditResponse.Of, entry => entry.Sequence.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<Ok<AuditCheckResponse>> CheckAsync(Caller caller, AuditLog log, CancellationToken cancellationToken)
    {
        var broken = await log.FindBreakAsync(caller.TenantId, cancellationToken);
        return TypedResults.Ok(new AuditCheckResponse(broken is null, broken));
    }
}
