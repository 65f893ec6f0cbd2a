using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Codes;
using VoiceAgent.Runtime.Identity.Invites;
using VoiceAgent.Runtime.Identity.Keys;
using VoiceAgent.Runtime.Identity.Mail;
using VoiceAgent.Runtime.Identity.Me;
using VoiceAgent.Runtime.Identity.Passwords;
using VoiceAgent.Runtime.Identity.People;
using VoiceAgent.Runtime.Identity.SecondFactor;
using VoiceAgent.Runtime.Identity.Sessions;
using VoiceAgent.Runtime.Identity.SignIn;
using VoiceAgent.Runtime.Identity.Tickets;
using VoiceAgent.Runtime.Identity.Tokens;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity;

/// <summary>
/// Adds accounts, tokens and the management API to a host: <c>AddIdentity()</c>, then <c>UseIdentity()</c> before the endpoints, then
/// <c>MapIdentity()</c>. The host brings storage and a <see cref="TimeProvider"/>, and may bring an <see cref="IDevelopmentKey"/>.
/// </summary>
internal static class IdentityRegistration
{
    private const int LargestBody = 256 * 1024;

    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddOptions<IdentitySettings>().BindConfiguration(IdentitySettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MailSettings>().BindConfiguration(MailSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        ApiRegistration.Add(services);
        AccessRegistration.Add(services);
        AddSecrets(services);
        AddAccounts(services);
        services.AddSingleton<AuditLog>().AddSingleton<TenantDirectory>().AddSingleton<TenantFounding>().AddSingleton<FirstOwner>();
        services.AddSingleton<LiveAccess>().AddSingleton<DevelopmentAccess>().AddSingleton<ICredentialVerifier, CredentialVerifier>();
        services.AddSingleton<AccessWatch>().AddHostedService(provider => provider.GetRequiredService<AccessWatch>());
        return services;
    }

    /// <summary>Whether anything is there, who asks, whose rows, how much, whether at all, once only - in this order, behind the host's routing and its answers to errors.</summary>
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app)
    {
        app.Use(next => context => Unmatched.InvokeAsync(context, next));
        app.UseAuthentication();
        app.Use(next => context => ScopeMiddleware.InvokeAsync(context, next));
        app.UseRateLimiter();
        app.UseAuthorization();
        var once = app.ApplicationServices.GetRequiredService<IdempotencyMiddleware>();
        app.Use(next => context => once.InvokeAsync(context, next));
        return app;
    }

    public static IEndpointRouteBuilder MapIdentity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/jwks.json", KeysAsync).WithTags("auth").WithSummary("Public keys of the access tokens").AllowAnonymous();
        var api = routes.MapGroup("/api/v1").AddEndpointFilter<CheckedFilter>().WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestBody));
        AuthEndpoints.Map(api);
        MeEndpoints.Map(api);
        UserEndpoints.Map(api);
        InviteEndpoints.Map(api);
        ApiKeyEndpoints.Map(api);
        TenantEndpoints.Map(api);
        AuditEndpoints.Map(api);
        return routes;
    }

    private static void AddSecrets(IServiceCollection services)
    {
        services.AddSingleton<RootKey>().AddSingleton<Seal>().AddSingleton<KeyRing>().AddSingleton<AccessTokens>();
        services.AddSingleton<RefreshTokens>().AddSingleton<SessionRotation>().AddSingleton<SessionStart>().AddSingleton<SessionEnding>().AddSingleton<SessionLookup>();
        services.AddSingleton<OneTimeCodes>().AddSingleton<SocketTickets>().AddSingleton<SecondFactors>().AddSingleton<ApiKeys>();
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddSingleton<PasswordHasher>().AddSingleton<PasswordRules>().AddSingleton<PasswordGate>();
        services.AddSingleton<IPasswordHasher<Account>>(provider => provider.GetRequiredService<PasswordHasher>());
        services.AddSingleton<IPasswordValidator<Account>>(provider => provider.GetRequiredService<PasswordRules>());
        services.AddIdentityCore<Account>(options =>
        {
            options.User.RequireUniqueEmail = true;
            options.User.AllowedUserNameCharacters = "";
        }).AddUserStore<AccountStore>();

        // Ours alone: the framework's demands digits and signs.
        services.RemoveAll<IPasswordValidator<Account>>();
        services.AddSingleton<IPasswordValidator<Account>>(provider => provider.GetRequiredService<PasswordRules>());
        services.AddScoped<RequestDatabase>().AddScoped<PasswordCheck>().AddScoped<OwnPassword>().AddScoped<AccountPasswords>();
        services.AddScoped<Registrations>().AddScoped<Invitations>().AddScoped<Authority>();
        services.AddSingleton<AccountDirectory>().AddSingleton<LoginThrottle>().AddSingleton<Letters>();
        services.AddSingleton<PostOffice>().AddSingleton<IPostbox>(provider => provider.GetRequiredService<PostOffice>());
        services.AddHostedService(provider => provider.GetRequiredService<PostOffice>());
        services.AddSingleton<Errands>().AddHostedService(provider => provider.GetRequiredService<Errands>());
    }

    private static async Task<Ok<JsonWebKeysResponse>> KeysAsync(HttpContext context, KeyRing keys, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Ok(new JsonWebKeysResponse([.. (await keys.PublishedAsync(cancellationToken)).Select(key => key.ToResponse())]));
    }
}
