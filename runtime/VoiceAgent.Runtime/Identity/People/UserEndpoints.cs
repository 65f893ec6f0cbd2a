using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Me;
using VoiceAgent.Runtime.Identity.Sessions;

namespace VoiceAgent.Runtime.Identity.People;

/// <summary><c>/api/v1/users</c>: the people of the tenant.</summary>
internal static class UserEndpoints
{
    private const string List = "users";

    public static void Map(RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("users");
        users.MapGet("/", ListAsync).WithSummary("List the people of the tenant").RequireAuthorization(Permissions.UsersRead);
        users.MapGet("/{id:guid}", GetAsync).WithSummary("Read one person").RequireAuthorization(Permissions.UsersRead);
        users.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Change a person's role, or disable the account").RequireAuthorization(Permissions.UsersManage);
        users.MapDelete("/{id:guid}", RemoveAsync).WithSummary("Remove a person").RequireAuthorization(Permissions.UsersManage);
        users.MapGet("/{id:guid}/sessions", SessionsAsync).WithSummary("List a person's sessions").RequireAuthorization(Permissions.UsersManage);
        users.MapDelete("/{id:guid}/sessions", EndSessionsAsync).WithSummary("End all sessions of a person").RequireAuthorization(Permissions.UsersManage);
    }

    private static async Task<Results<Ok<Page<UserResponse>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, Caller caller, RequestDatabase database, Cursors cursors, CancellationToken cancellationToken)
    {
        if (page.Read(cursors, caller.TenantId, List, out var after) is { } refusal)
        {
            return refusal;
        }

        var query = database.Open().Set<Account>().AsNoTracking();
        if (after is not null)
        {
            var last = Guid.Parse(after, CultureInfo.InvariantCulture);
            query = query.Where(account => account.Id > last);
        }

        var rows = await query.OrderBy(account => account.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(cursors, caller.TenantId, List, rows, UserResponse.Of, account => account.Id.ToString()));
    }

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> GetAsync(Guid id, UserManager<Account> users) =>
        await users.FindByIdAsync($"{id}") is { } account ? TypedResults.Ok(UserResponse.Of(account)) : Problems.NotFound("user");

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangeUserRequest request, Caller caller, HttpContext context, UserManager<Account> users, Authority authority, SessionEnding sessions,
        LiveAccess access, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync($"{id}") is not { } account)
        {
            return Problems.NotFound("user");
        }

        var losesHold = request.Disabled == true || (request.Role is { } given && given != Role.Owner);
        var refusal = Authority.RefusePerson(caller, account)
            ?? (request.Role is { } wanted ? Authority.RefuseRole(caller, wanted) : null)
            ?? (losesHold ? await authority.RefuseLastOwnerAsync(account, cancellationToken) : null);
        if (refusal is not null)
        {
            return refusal;
        }

        var before = new { role = account.Role.ToString(), disabled = account.DisabledAt is not null };
        account.Role = request.Role ?? account.Role;
        account.DisabledAt = request.Disabled switch { true => account.DisabledAt ?? time.GetUtcNow(), false => null, null => account.DisabledAt };
        account.ChangeAccess();
        if (!(await users.UpdateAsync(account)).Succeeded)
        {
            return Problems.Conflict("changed_meanwhile", "Somebody changed this account or its tenant in the meantime. Read it again.");
        }

        if (request.Disabled == true)
        {
            await sessions.EndAllAsync(caller.TenantId, id, null, SessionEnd.AccountChanged, cancellationToken);
        }

        access.Changed();
        var after = new { role = account.Role.ToString(), disabled = account.DisabledAt is not null };
        await audit.WriteAsync(
            new AuditEvent(caller.TenantId, caller.Subject, "user.changed", $"account/{id}", Caller.Address(context), new { before, after }), cancellationToken);
        return TypedResults.Ok(UserResponse.Of(account));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id, Caller caller, HttpContext context, UserManager<Account> users, Authority authority, LiveAccess access, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync($"{id}") is not { } account)
        {
            return Problems.NotFound("user");
        }

        if ((Authority.RefusePerson(caller, account) ?? await authority.RefuseLastOwnerAsync(account, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        await users.DeleteAsync(account);
        access.Changed();
        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "user.removed", $"account/{id}", Caller.Address(context)), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<SessionResponse>>, ProblemHttpResult>> SessionsAsync(
        Guid id, UserManager<Account> users, RequestDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync($"{id}") is null)
        {
            return Problems.NotFound("user");
        }

        var now = time.GetUtcNow();
        var sessions = await database.Open().Set<SessionRecord>().AsNoTracking()
            .Where(session => session.AccountId == id && session.EndedAt == null && session.ExpiresAt > now)
            .OrderByDescending(session => session.LastUsedAt).Take(Cursors.MostLimit).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Page<SessionResponse>([.. sessions.Select(session => SessionResponse.Of(session, null))], null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndSessionsAsync(
        Guid id, Caller caller, HttpContext context, UserManager<Account> users, SessionEnding sessions, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync($"{id}") is not { } account)
        {
            return Problems.NotFound("user");
        }

        if (account.Role is Role.Owner && Authority.RefuseRole(caller, account.Role) is { } refusal)
        {
            return refusal;
        }

        await sessions.EndAllAsync(caller.TenantId, id, caller.SessionId, SessionEnd.Revoked, cancellationToken);
        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "sessions.revoked", $"account/{id}", Caller.Address(context)), cancellationToken);
        return TypedResults.NoContent();
    }
}
