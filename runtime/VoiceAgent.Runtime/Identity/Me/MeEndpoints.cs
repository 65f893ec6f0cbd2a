using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Sessions;
using VoiceAgent.Runtime.Identity.SignIn;
using VoiceAgent.Runtime.Identity.Tickets;

namespace VoiceAgent.Runtime.Identity.Me;

/// <summary><c>/api/v1/me</c>: one's own profile, password, sessions and tickets. API keys are nobody and get 403 here.</summary>
internal static class MeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("me").RequireAuthorization(Permissions.Me);
        me.MapGet("/", GetAsync).WithSummary("Read one's own account");
        me.MapPatch("/", ChangeAsync).WithSummary("Change one's own profile");
        me.MapPost("/password", ChangePasswordAsync).WithSummary("Change one's own password");
        me.MapGet("/sessions", SessionsAsync).WithSummary("List one's own sessions");
        me.MapDelete("/sessions/{id:guid}", EndSessionAsync).WithSummary("End one of one's own sessions");
        me.MapDelete("/sessions", EndOtherSessionsAsync).WithSummary("End all of one's own sessions but this one");
        api.MapPost("/tickets", TicketAsync).WithTags("me").WithSummary("Get a ticket for one socket").RequireAuthorization(Permissions.CallsMake);
        SecondFactorEndpoints.Map(me);
    }

    private static async Task<Results<Ok<MeResponse>, ProblemHttpResult>> GetAsync(Caller caller, UserManager<Account> users) =>
        await users.FindByIdAsync($"{caller.AccountId}") is { } account ? TypedResults.Ok(MeResponse.Of(account)) : Problems.NotFound("account");

    private static async Task<Results<Ok<MeResponse>, ProblemHttpResult>> ChangeAsync(ChangeMeRequest request, Caller caller, UserManager<Account> users)
    {
        if (await users.FindByIdAsync($"{caller.AccountId}") is not { } account)
        {
            return Problems.NotFound("account");
        }

        account.DisplayName = request.DisplayName;
        return (await users.UpdateAsync(account)).Succeeded ? TypedResults.Ok(MeResponse.Of(account)) : Changed();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePasswordAsync(
        ChangePasswordRequest request, Caller caller, HttpContext context, UserManager<Account> users, OwnPassword own, AccountPasswords passwords, AuditLog audit,
        CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync($"{caller.AccountId}") is not { } account)
        {
            return Problems.NotFound("account");
        }

        if (await own.RefuseAsync(account, request.CurrentPassword, context, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (passwords.Problem(account, request.NewPassword) is { } problem)
        {
            return Problems.Invalid("newPassword", problem);
        }

        if (!await passwords.SetAsync(account, request.NewPassword, caller.SessionId, cancellationToken))
        {
            return Changed();
        }

        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "password.changed", $"account/{account.Id}", Caller.Address(context)), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Page<SessionResponse>>> SessionsAsync(Caller caller, RequestDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var sessions = await database.Open().Set<SessionRecord>().AsNoTracking()
            .Where(session => session.AccountId == caller.AccountId && session.EndedAt == null && session.ExpiresAt > now)
            .OrderByDescending(session => session.LastUsedAt).Take(Cursors.MostLimit).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Page<SessionResponse>([.. sessions.Select(session => SessionResponse.Of(session, caller.SessionId))], null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndSessionAsync(
        Guid id, Caller caller, HttpContext context, SessionEnding sessions, AuditLog audit, CancellationToken cancellationToken)
    {
        if (caller.AccountId is not { } account || !await sessions.EndAsync(caller.TenantId, account, id, SessionEnd.Revoked, cancellationToken))
        {
            return Problems.NotFound("session");
        }

        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "session.revoked", $"session/{id}", Caller.Address(context)), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndOtherSessionsAsync(
        Caller caller, HttpContext context, SessionEnding sessions, AuditLog audit, CancellationToken cancellationToken)
    {
        if (caller.AccountId is not { } account)
        {
            return Problems.NotFound("account");
        }

        await sessions.EndAllAsync(caller.TenantId, account, caller.SessionId, SessionEnd.Revoked, cancellationToken);
        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "sessions.revoked", $"account/{account}", Caller.Address(context)), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<TicketResponse>, ProblemHttpResult>> TicketAsync(
        Caller caller, UserManager<Account> users, SocketTickets tickets, CancellationToken cancellationToken) =>
        caller.SessionId is { } session && await users.FindByIdAsync($"{caller.AccountId}") is { } account
            ? TypedResults.Ok(new TicketResponse(await tickets.CreateAsync(account, session, cancellationToken), (int)SocketTickets.Lifetime.TotalSeconds))
            : Problems.Forbidden("Tickets are for people. An API key opens sockets itself.");

    private static ProblemHttpResult Changed() => Problems.Conflict("changed_meanwhile", "Somebody changed this account in the meantime. Read it again.");
}
