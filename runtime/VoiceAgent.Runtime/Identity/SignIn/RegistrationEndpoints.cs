using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Codes;
using VoiceAgent.Runtime.Storage.Isolation;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.SignIn;

/// <summary>Making an account, proving an address, choosing a forgotten password anew. No answer tells whether an address is known.</summary>
internal static class RegistrationEndpoints
{
    public static void Map(RouteGroupBuilder auth)
    {
        auth.MapPost("/register", RegisterAsync).WithSummary("Make an account in a tenant that is open to all");
        auth.MapPost("/verify-email", VerifyEmailAsync).WithSummary("Confirm an address with the code from the mail");
        auth.MapPost("/resend-verification", Resend).WithSummary("Send the confirmation mail again");
        auth.MapPost("/forgot-password", Forgot).WithSummary("Send a mail for choosing a new password");
        auth.MapPost("/reset-password", ResetPasswordAsync).WithSummary("Choose a new password with the code from the mail");
        auth.MapPost("/accept-invite", AcceptInviteAsync).WithSummary("Make the account that an invitation promised");
    }

    private static async Task<Results<Accepted<AcceptedResponse>, ProblemHttpResult>> RegisterAsync(
        RegisterRequest request, TenantDirectory tenants, Passwords.PasswordRules rules, Errands errands, CancellationToken cancellationToken)
    {
        if (await tenants.FindAsync(request.Tenant, cancellationToken) is not { Registration: Registration.Open, SuspendedAt: null })
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "registration_closed", "This tenant takes no registrations. Ask its owner for an invitation.");
        }

        if (rules.Problem(Registrations.NewAccount(request.Tenant, request.Email, request.DisplayName, Role.Viewer, default), request.Password) is { } problem)
        {
            return Problems.Invalid("password", problem);
        }

        errands.Run(request.Tenant, (services, stopping) =>
            services.GetRequiredService<Registrations>().RegisterAsync(request.Tenant, request.Email, request.Password, request.DisplayName, stopping));
        return Look();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> VerifyEmailAsync(
        CodeRequest request, OneTimeCodes codes, UserManager<Account> users, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await codes.RedeemAsync(request.Code, CodePurpose.VerifyEmail, cancellationToken) is not { } redeemed)
        {
            return WrongCode();
        }

        using var _ = TenantScope.Enter(redeemed.Account.TenantId);
        if (await users.FindByIdAsync(redeemed.Account.Id.ToString()) is not { } account)
        {
            return WrongCode();
        }

        account.EmailVerifiedAt ??= time.GetUtcNow();
        await users.UpdateAsync(account);
        return TypedResults.NoContent();
    }

    private static Accepted<AcceptedResponse> Resend(MailRequest request, Errands errands) => Run(
        request, errands, (services, tenant, stopping) => services.GetRequiredService<Registrations>().ResendAsync(request.Email, stopping));

    private static Accepted<AcceptedResponse> Forgot(MailRequest request, Errands errands) => Run(
        request, errands, (services, tenant, stopping) => services.GetRequiredService<Registrations>().ForgotAsync(request.Email, stopping));

    private static async Task<Results<NoContent, ProblemHttpResult>> ResetPasswordAsync(
        ResetPasswordRequest request, OneTimeCodes codes, UserManager<Account> users, AccountPasswords passwords, AuditLog audit, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (await codes.FindAsync(request.Code, CodePurpose.ResetPassword, cancellationToken) is not { } found)
        {
            return WrongCode();
        }

        if (passwords.Problem(found.Account, request.Password) is { } problem)
        {
            return Problems.Invalid("password", problem);
        }

        using var _ = TenantScope.Enter(found.Account.TenantId);
        if (await codes.RedeemAsync(request.Code, CodePurpose.ResetPassword, cancellationToken) is null
            || await users.FindByIdAsync(found.Account.Id.ToString()) is not { } account
            || !await passwords.SetAsync(account, request.Password, keep: null, cancellationToken))
        {
            return WrongCode();
        }

        await audit.WriteAsync(new AuditEvent(account.TenantId, $"account/{account.Id}", "password.reset", $"account/{account.Id}", Caller.Address(context)), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> AcceptInviteAsync(
        AcceptInviteRequest request, Invites.Invitations invitations, HttpContext context, CancellationToken cancellationToken) =>
        await invitations.AcceptAsync(request, Caller.Address(context), cancellationToken) switch
        {
            Invites.Acceptance.Done => TypedResults.NoContent(),
            Invites.Acceptance.WeakPassword weak => Problems.Invalid("password", weak.Problem),
            _ => WrongCode(),
        };

    private static Accepted<AcceptedResponse> Run(MailRequest request, Errands errands, Func<IServiceProvider, string, CancellationToken, Task> work)
    {
        // Which tenant it is for is found out by the errand: the search would take longer for who has accounts.
        errands.Run("", async (services, stopping) =>
        {
            var normalized = services.GetRequiredService<ILookupNormalizer>().NormalizeEmail(request.Email);
            if (await services.GetRequiredService<AccountDirectory>().FindTenantAsync(normalized, request.Tenant, stopping) is { } tenant)
            {
                using var _ = TenantScope.Enter(tenant);
                await work(services, tenant, stopping);
            }
        });
        return Look();
    }

    private static Accepted<AcceptedResponse> Look() =>
        TypedResults.Accepted((string?)null, new AcceptedResponse("If this address can be written to, a mail is on its way."));

    private static ProblemHttpResult WrongCode() =>
        Problems.Of(StatusCodes.Status400BadRequest, "wrong_code", "This code is wrong, was used, or has run out. Ask for another.");
}
