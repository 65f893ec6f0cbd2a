using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.SecondFactor;
using VoiceAgent.Runtime.Identity.Sessions;
using VoiceAgent.Runtime.Identity.SignIn;

namespace VoiceAgent.Runtime.Identity.Me;

/// <summary><c>/api/v1/me/totp</c> and <c>/api/v1/me/recovery-codes</c>.</summary>
internal static class SecondFactorEndpoints
{
    public static void Map(RouteGroupBuilder me)
    {
        me.MapPost("/totp", BeginAsync).WithSummary("Begin to set up an authenticator");
        me.MapPost("/totp/confirm", ConfirmAsync).WithSummary("Finish with the authenticator's first code");
        me.MapPost("/totp/remove", RemoveAsync).WithSummary("Do without a second factor again");
        me.MapPost("/recovery-codes", ReplaceCodesAsync).WithSummary("Replace the recovery codes");
    }

    private static async Task<Results<Ok<TotpResponse>, ProblemHttpResult>> BeginAsync(
        PasswordRequest request, Caller caller, HttpContext context, UserManager<Account> users, OwnPassword own, SecondFactors factors, CancellationToken cancellationToken)
    {
        var (account, refusal) = await MeAsync(request.CurrentPassword, caller, context, users, own, cancellationToken);
        if (account is null)
        {
            return refusal!;
        }

        if (account.HasSecondFactor)
        {
            return Problems.Conflict("second_factor_exists", "There is a second factor already. Remove it first.");
        }

        var (seed, secret, uri) = factors.Begin(account);
        account.TotpSeed = seed;
        await users.UpdateAsync(account);
        return TypedResults.Ok(new TotpResponse(secret, uri));
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, ProblemHttpResult>> ConfirmAsync(
        TotpCodeRequest request, Caller caller, HttpContext context, UserManager<Account> users, SecondFactors factors, SessionEnding sessions, LiveAccess access,
        AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync($"{caller.AccountId}") is not { HasSecondFactor: false } account || factors.Step(account, request.Code) is not { } step)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "wrong_code", "This code is wrong. Check the clock of the device, and wait for the next code.");
        }

        account.LastTotpStep = step;
        account.TotpConfirmedAt = time.GetUtcNow();
        account.ChangeAccess();
        await users.UpdateSecurityStampAsync(account);
        var codes = await factors.ReplaceRecoveryCodesAsync(account, cancellationToken);
        await sessions.EndAllAsync(account.TenantId, account.Id, caller.SessionId, SessionEnd.AccountChanged, cancellationToken);
        access.Changed();
        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "second_factor.added", $"account/{account.Id}", Caller.Address(context)), cancellationToken);
        return TypedResults.Ok(new RecoveryCodesResponse(codes));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        PasswordRequest request, Caller caller, HttpContext context, UserManager<Account> users, OwnPassword own, SecondFactors factors, LiveAccess access,
        AuditLog audit, CancellationToken cancellationToken)
    {
        var (account, refusal) = await MeAsync(request.CurrentPassword, caller, context, users, own, cancellationToken);
        if (account is null)
        {
            return refusal!;
        }

        account.TotpSeed = null;
        account.TotpConfirmedAt = null;
        account.ChangeAccess();
        await users.UpdateSecurityStampAsync(account);
        await factors.ForgetAsync(account, cancellationToken);
        access.Changed();
        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "second_factor.removed", $"account/{account.Id}", Caller.Address(context)), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, ProblemHttpResult>> ReplaceCodesAsync(
        PasswordRequest request, Caller caller, HttpContext context, UserManager<Account> users, OwnPassword own, SecondFactors factors, AuditLog audit,
        CancellationToken cancellationToken)
    {
        var (account, refusal) = await MeAsync(request.CurrentPassword, caller, context, users, own, cancellationToken);
        if (account is null)
        {
            return refusal!;
        }

        if (!account.HasSecondFactor)
        {
            return Problems.Conflict("no_second_factor", "Recovery codes stand in for an authenticator. Set one up first.");
        }

        var codes = await factors.ReplaceRecoveryCodesAsync(account, cancellationToken);
        await audit.WriteAsync(new AuditEvent(caller.TenantId, caller.Subject, "recovery_codes.replaced", $"account/{account.Id}", Caller.Address(context)), cancellationToken);
        return TypedResults.Ok(new RecoveryCodesResponse(codes));
    }

    private static async Task<(Account? Account, ProblemHttpResult? Refusal)> MeAsync(
        string password, Caller caller, HttpContext context, UserManager<Account> users, OwnPassword own, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync($"{caller.AccountId}") is not { } account)
        {
            return (null, Problems.NotFound("account"));
        }

        var refusal = await own.RefuseAsync(account, password, context, cancellationToken);
        return refusal is null ? (account, null) : (null, refusal);
    }
}
