using Microsoft.AspNetCore.Http.HttpResults;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Codes;
using VoiceAgent.Runtime.Identity.SecondFactor;
using VoiceAgent.Runtime.Identity.Sessions;
using VoiceAgent.Runtime.Identity.Tokens;

namespace VoiceAgent.Runtime.Identity.SignIn;

/// <summary><c>/api/v1/auth</c>: login, second factor, refresh, logout.</summary>
internal static class AuthEndpoints
{
    private static readonly TimeSpan SecondFactorWait = TimeSpan.FromMinutes(5);

    public static void Map(RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("auth").AllowAnonymous();
        auth.MapPost("/login", LoginAsync).WithSummary("Log in with address and password");
        auth.MapPost("/login/second-factor", SecondFactorAsync).WithSummary("Finish a login with a code");
        auth.MapPost("/refresh", RefreshAsync).WithSummary("Exchange a refresh token for new tokens");
        auth.MapPost("/logout", LogoutAsync).WithSummary("End the session of a refresh token");
        RegistrationEndpoints.Map(auth);
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> LoginAsync(
        LoginRequest request, HttpContext context, PasswordCheck check, SessionStart start, OneTimeCodes codes, AccessTokens tokens, AuditLog audit,
        CancellationToken cancellationToken)
    {
        var address = Caller.Address(context);
        switch (await check.CheckAsync(request, address, cancellationToken))
        {
            case PasswordCheck.Verdict.Wait wait:
                return Problems.TooMany(context, wait.For);
            case PasswordCheck.Verdict.Right { Account: var account } when account.HasSecondFactor:
                var token = await codes.CreateAsync(account, CodePurpose.SecondFactor, SecondFactorWait, bound: null, cancellationToken);
                return TypedResults.Ok(new TokenResponse(null, 0, null, token));
            case PasswordCheck.Verdict.Right { Account: var account }:
                return Answer(await start.StartAsync(account, "pwd", context, cancellationToken), request.Cookie, tokens, context);
            case PasswordCheck.Verdict.Wrong { Account: { } account }:
                await audit.WriteAsync(new AuditEvent(account.TenantId, "stranger", "login.failed", $"account/{account.Id}", address), cancellationToken);
                break;
        }

        return WrongPassword();
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SecondFactorAsync(
        SecondFactorRequest request, HttpContext context, OneTimeCodes codes, SecondFactors factors, SessionStart start, AccessTokens tokens, AuditLog audit,
        CancellationToken cancellationToken)
    {
        if (await codes.FindAsync(request.SecondFactorToken, CodePurpose.SecondFactor, cancellationToken) is not { } found)
        {
            return Problems.Of(StatusCodes.Status401Unauthorized, "login_expired", "This login has run out or was finished. Start again with your password.");
        }

        if (!await factors.TakeAsync(found.Account, request.Code, cancellationToken))
        {
            await codes.FailAsync(found, cancellationToken);
            await audit.WriteAsync(
                new AuditEvent(found.Account.TenantId, "stranger", "second_factor.failed", $"account/{found.Account.Id}", Caller.Address(context)), cancellationToken);
            return Problems.Of(StatusCodes.Status401Unauthorized, "wrong_code", "This code is wrong or was used. Wait for the next one.");
        }

        return await codes.RedeemAsync(request.SecondFactorToken, CodePurpose.SecondFactor, cancellationToken) is null
            ? WrongPassword()
            : Answer(await start.StartAsync(found.Account, "pwd otp", context, cancellationToken), request.Cookie, tokens, context);
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> RefreshAsync(
        RefreshRequest request, HttpContext context, SessionRotation rotation, AccessTokens tokens, CancellationToken cancellationToken)
    {
        var fromCookie = request.RefreshToken is null;
        var presented = request.RefreshToken ?? RefreshCookie.Read(context);
        if (presented is null || await rotation.RotateAsync(presented, Caller.Address(context), cancellationToken) is not { } rotated)
        {
            if (fromCookie && presented is not null)
            {
                RefreshCookie.Clear(context);
            }

            return Problems.Of(StatusCodes.Status401Unauthorized, "session_over", "This session is over. Log in again.");
        }

        var access = await tokens.IssueAsync(rotated.Account, rotated.Session, cancellationToken);
        return TypedResults.Ok(Dress(new SignedIn(access, rotated.RefreshToken), fromCookie, tokens, context));
    }

    private static async Task<NoContent> LogoutAsync(
        RefreshRequest request, HttpContext context, RefreshTokens refresh, SessionLookup sessions, SessionEnding ending, AuditLog audit, CancellationToken cancellationToken)
    {
        var presented = request.RefreshToken ?? RefreshCookie.Read(context);
        RefreshCookie.Clear(context);
        if (presented is not null && refresh.Read(presented) is { } token
            && await sessions.AccountOfAsync(token.TenantId, token.SessionId, cancellationToken) is { } account
            && await ending.EndAsync(token.TenantId, account, token.SessionId, SessionEnd.LoggedOut, cancellationToken))
        {
            await audit.WriteAsync(
                new AuditEvent(token.TenantId, $"account/{account}", "session.logged_out", $"session/{token.SessionId}", Caller.Address(context)), cancellationToken);
        }

        return TypedResults.NoContent();
    }

    private static Results<Ok<TokenResponse>, ProblemHttpResult> Answer(SessionStart.Beginning beginning, bool cookie, AccessTokens tokens, HttpContext context) =>
        beginning switch
        {
            SessionStart.Beginning.Started started => TypedResults.Ok(Dress(started.Tokens, cookie, tokens, context)),
            SessionStart.Beginning.Closed closed => Problems.Of(StatusCodes.Status403Forbidden, closed.Code, closed.Detail),
            _ => throw new InvalidOperationException("A login that neither began nor was refused."),
        };

    private static TokenResponse Dress(SignedIn signedIn, bool cookie, AccessTokens tokens, HttpContext context)
    {
        if (cookie)
        {
            RefreshCookie.Set(context, signedIn.RefreshToken);
        }

        return new TokenResponse(signedIn.AccessToken, (int)tokens.Lifetime.TotalSeconds, cookie ? null : signedIn.RefreshToken, null);
    }

    private static ProblemHttpResult WrongPassword() => Problems.Of(
        StatusCodes.Status401Unauthorized,
        "wrong_credentials",
        "Address or password is wrong. If you have accounts with several tenants, name the tenant.");
}
