using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Invites;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.People;

/// <summary><c>/api/v1/invites</c>.</summary>
internal static class InviteEndpoints
{
    private const string List = "invites";

    public static void Map(RouteGroupBuilder api)
    {
        var invites = api.MapGroup("/invites").WithTags("invites").RequireAuthorization(Permissions.UsersManage);
        invites.MapGet("/", ListAsync).WithSummary("List invitations");
        invites.MapPost("/", CreateAsync).WithSummary("Invite a person");
        invites.MapDelete("/{id:guid}", WithdrawAsync).WithSummary("Withdraw an invitation");
    }

    private static async Task<Results<Ok<Page<InviteResponse>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, Caller caller, RequestDatabase database, Cursors cursors, TimeProvider time, CancellationToken cancellationToken)
    {
        if (page.Read(cursors, caller.TenantId, List, out var after) is { } refusal)
        {
            return refusal;
        }

        var query = database.Open().Set<InviteRecord>().AsNoTracking();
        if (after is not null)
        {
            var last = Guid.Parse(after, CultureInfo.InvariantCulture);
            query = query.Where(invite => invite.Id > last);
        }

        var rows = await query.OrderBy(invite => invite.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(cursors, caller.TenantId, List, rows, invite => InviteResponse.Of(invite, time.GetUtcNow()), invite => invite.Id.ToString()));
    }

    private static async Task<Results<Created<InviteResponse>, ProblemHttpResult>> CreateAsync(
        InviteRequest request, Caller caller, HttpContext context, RequestDatabase database, Invitations invitations, AuditLog audit, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (Authority.RefuseRole(caller, request.Role) is { } refusal)
        {
            return refusal;
        }

        if (await database.Open().Set<TenantRecord>().AnyAsync(tenant => tenant.Registration == Registration.Off, cancellationToken))
        {
            return Problems.Conflict("registration_off", "This tenant takes no new people. Change its registration first.");
        }

        var invite = await invitations.CreateAsync(caller, request.Email, request.Role, cancellationToken);
        await audit.WriteAsync(
            new AuditEvent(caller.TenantId, caller.Subject, "invite.created", $"invite/{invite.Id}", Caller.Address(context), new { role = invite.Role.ToString() }), cancellationToken);
        return TypedResults.Created($"/api/v1/invites/{invite.Id}", InviteResponse.Of(invite, time.GetUtcNow()));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(
        Guid id, Caller caller, HttpContext context, RequestDatabase database, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var withdrawn = await database.Open().Set<InviteRecord>().Where(invite => invite.Id == id && invite.AcceptedAt == null && invite.WithdrawnAt == null)
            .ExecuteUpdateAsync(invite => invite.SetProperty(to => to.WithdrawnAt, now), cancellationToken);
        if (withdrawn == 0)
        {
            return Problems.NotFound("open invitation");
        }

        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "invite.withdrawn", $"invite/{id}", Caller.Address(context)), cancellationToken);
        return TypedResults.NoContent();
    }
}
