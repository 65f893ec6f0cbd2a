using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using VoiceAgent.Runtime.Hosting;
using VoiceAgent.Runtime.Identity.Access;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Api;

/// <summary>B1 of the security checklist, for the whole host.</summary>
public sealed class HostEndpointTests
{
    private static readonly string[] OpenToAll =
    [
        "/", "/.well-known/jwks.json", "/api/v1/auth/accept-invite", "/api/v1/auth/forgot-password", "/api/v1/auth/login", "/api/v1/auth/login/second-factor",
        "/api/v1/auth/logout", "/api/v1/auth/refresh", "/api/v1/auth/register", "/api/v1/auth/resend-verification", "/api/v1/auth/reset-password",
        "/api/v1/auth/verify-email", "/openapi/{documentName}.json", "/scalar", "/v1/realtime", "/v1/realtime/client_secrets",
    ];

    [Fact]
    public async Task Every_endpoint_of_the_host_names_its_permission_or_is_known_to_be_open()
    {
        using var folder = new TempFolder();
        await using var app = RuntimeHost.Build(builder => builder.Configuration.AddInMemoryCollection([new("Storage:Data", folder.Path)]));
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();

        var open = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct();
        Assert.DoesNotContain(open, path => !OpenToAll.Contains(path) && !path.StartsWith("/scalar/", StringComparison.Ordinal));
        Assert.All(
            endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null),
            endpoint => Assert.True(
                endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is { } policy && RoleMatrix.Permissions.ContainsKey(policy)), endpoint.DisplayName));
    }
}
