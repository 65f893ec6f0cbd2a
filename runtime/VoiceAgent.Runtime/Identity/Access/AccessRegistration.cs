using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Identity.Tokens;

namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>Who a request is from, and what each permission demands.</summary>
internal static class AccessRegistration
{
    private const string Any = "VoiceAgent";

    public static void Add(IServiceCollection services)
    {
        // Not AddAuthentication: it also keeps keys for the framework's own cookies, in the home folder, and there are none.
        services.AddSingleton<IAuthenticationConfigurationProvider, NoSection>();
        services.AddAuthenticationCore(options => options.DefaultScheme = Any).AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddPolicyScheme(Any, null, scheme => scheme.ForwardDefaultSelector = context =>
                ApiKeyScheme.Credential(context.Request) is { } credential && credential.Count(letter => letter == '.') != 2
                    ? ApiKeyScheme.Name
                    : JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyScheme>(ApiKeyScheme.Name, null);
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, TokenRules>();

        var authorization = services.AddAuthorizationBuilder();
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        foreach (var permission in RoleMatrix.Permissions.Keys)
        {
            authorization.AddPolicy(permission, policy => policy.RequireAuthenticatedUser()
                .RequireAssertion(context => Caller.From(context.User)?.May(permission) == true));
        }
    }

    /// <summary>Schemes are settled in code: a section of the configuration that could loosen them is not read.</summary>
    private sealed class NoSection : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }

    private sealed class TokenRules(AccessTokens tokens, LiveAccess access) : IConfigureNamedOptions<JwtBearerOptions>
    {
        public void Configure(string? name, JwtBearerOptions options)
        {
            options.MapInboundClaims = false;
            options.SaveToken = false;
            options.IncludeErrorDetails = false;
            options.TokenValidationParameters = tokens.Rules();
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(AccessTokens.NewHandler());
            options.Events = new JwtBearerEvents { OnMessageReceived = LearnAsync, OnTokenValidated = CheckAsync };
        }

        public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);

        private async Task LearnAsync(MessageReceivedContext context)
        {
            if (ApiKeyScheme.Credential(context.Request) is { } token)
            {
                await tokens.LearnAsync(token, context.HttpContext.RequestAborted);
            }
        }

        private async Task CheckAsync(TokenValidatedContext context)
        {
            var principal = context.Principal!;
            if (!AccessTokens.IsUnambiguous(ApiKeyScheme.Credential(context.Request)!)
                || Caller.From(principal) is not { SessionId: { } session } caller
                || !int.TryParse(principal.FindFirstValue(CallerClaims.Version), CultureInfo.InvariantCulture, out var version)
                || !await access.HoldsAsync(caller.TenantId, session, version, context.HttpContext.RequestAborted))
            {
                context.Fail("The session is over.");
            }
        }
    }
}
