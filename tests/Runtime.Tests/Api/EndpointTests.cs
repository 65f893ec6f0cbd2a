using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Tests.Identity;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Api;

public sealed class EndpointsOnSqlite(SqliteTestDatabase database) : EndpointTests<SqliteTestDatabase>(database);

public sealed class EndpointsOnPostgres(PostgresTestDatabase database) : EndpointTests<PostgresTestDatabase>(database);

/// <summary>B1 to B4 and B8 of the security checklist, for every endpoint that there is.</summary>
public abstract class EndpointTests<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly string[] OpenToAll =
    [
        "GET /.well-known/jwks.json",
        "POST /api/v1/auth/accept-invite", "POST /api/v1/auth/forgot-password", "POST /api/v1/auth/login", "POST /api/v1/auth/login/second-factor",
        "POST /api/v1/auth/logout", "POST /api/v1/auth/refresh", "POST /api/v1/auth/register", "POST /api/v1/auth/resend-verification",
        "POST /api/v1/auth/reset-password", "POST /api/v1/auth/verify-email",
    ];

    [Fact]
    public async Task Every_endpoint_names_its_permission_or_is_on_the_list_of_open_ones()
    {
        await using var host = await IdentityHost.StartAsync(database);

        var open = Endpoints(host).Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).SelectMany(Names).Order(StringComparer.Ordinal);
        Assert.Equal(OpenToAll, open);
        Assert.All(
            Endpoints(host).Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null),
            endpoint => Assert.True(
                endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy is { } policy && RoleMatrix.Permissions.ContainsKey(policy), endpoint.DisplayName));
    }

    [Fact]
    public async Task An_endpoint_that_names_nothing_is_closed_to_everybody()
    {
        await using var host = await IdentityHost.StartAsync(database, map: app => app.MapGet("/api/v1/forgotten", () => "open"));
        var (_, email) = await host.FoundAsync();
        using var owner = await host.ClientAsync(email);

        Assert.Equal(HttpStatusCode.Forbidden, (await owner.GetAsync(new Uri("/api/v1/forgotten", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Http.GetAsync(new Uri("/api/v1/forgotten", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Every_role_reaches_every_endpoint_that_the_matrix_gives_it_and_no_other()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, _) = await host.FoundAsync();
        var wrong = new List<string>();

        foreach (var role in Enum.GetValues<Role>())
        {
            foreach (var endpoint in Endpoints(host).Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null))
            {
                var policy = endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy!;
                foreach (var name in Names(endpoint))
                {
                    // A person of its own for each cell: some endpoints end the very session that asks.
                    using var client = await host.FastClientAsync(tenant, role);
                    var status = await SendAsync(client, name, Fill);
                    var refused = status == HttpStatusCode.Forbidden;
                    if (RoleMatrix.Allows(role, policy) == refused)
                    {
                        wrong.Add($"{role} {name} ({policy}): {(int)status}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Nobody_without_a_credential_gets_past_any_closed_endpoint()
    {
        await using var host = await IdentityHost.StartAsync(database);

        foreach (var name in Endpoints(host).Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null).SelectMany(Names))
        {
            Assert.Equal((name, HttpStatusCode.Unauthorized), (name, await SendAsync(host.Http, name, Fill)));
        }
    }

    [Fact]
    public async Task Anothers_identifiers_lead_nowhere_and_change_nothing()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (theirs, theirOwner) = await host.FoundAsync();
        var (_, myOwner) = await host.FoundAsync();
        using var they = await host.ClientAsync(theirOwner);
        using var me = await host.ClientAsync(myOwner);
        var identifiers = await IdentifiersAsync(host, they, theirs);
        var before = await StateAsync(they);

        foreach (var name in Endpoints(host).SelectMany(Names).Where(name => name.Contains('{', StringComparison.Ordinal)))
        {
            foreach (var identifier in identifiers)
            {
                var status = await SendAsync(me, name, _ => identifier);
                Assert.True(status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, $"{name} with {identifier}: {(int)status}");
            }
        }

        foreach (var list in new[] { "users", "invites", "api-keys", "audit", "me/sessions" })
        {
            var text = await me.GetStringAsync(new Uri($"/api/v1/{list}", UriKind.Relative));
            Assert.All(identifiers, identifier => Assert.DoesNotContain(identifier, text, StringComparison.OrdinalIgnoreCase));
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{list}");
            request.Headers.Add("X-Tenant-Id", theirs);
            Assert.DoesNotContain(theirs, await (await me.SendAsync(request)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(before, await StateAsync(they));
    }

    [Fact]
    public async Task A_cursor_works_in_its_own_list_of_its_own_tenant_alone()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (theirs, theirOwner) = await host.FoundAsync();
        await host.AddPersonAsync(theirs, Role.Viewer);
        var (mine, myOwner) = await host.FoundAsync();
        for (var person = 0; person < 6; person++)
        {
            await host.AddPersonAsync(mine, Role.Viewer);
        }

        using var they = await host.ClientAsync(theirOwner);
        using var me = await host.ClientAsync(myOwner);
        var foreign = (await they.GetFromJsonAsync<JsonElement>("/api/v1/users?limit=1")).GetProperty("nextCursor").GetString();

        Assert.Equal(HttpStatusCode.BadRequest, (await me.GetAsync(new Uri($"/api/v1/users?cursor={foreign}", UriKind.Relative))).StatusCode);
        foreach (var bad in new[] { "cursor=x", "cursor=" + new string('a', 5000), "limit=0", "limit=-1", "limit=101", "limit=999999999999", "limit=two" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await me.GetAsync(new Uri($"/api/v1/users?{bad}", UriKind.Relative))).StatusCode);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await me.GetFromJsonAsync<JsonElement>($"/api/v1/users?limit=2{(cursor is null ? "" : "&cursor=" + cursor)}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(7, seen.Count);
        Assert.Equal(7, seen.Distinct().Count());
    }

    [Fact]
    public async Task Fields_that_a_body_must_not_have_are_refused_by_name()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        using var owner = await host.ClientAsync(email);

        foreach (var hot in new[] { "tenantId", "tenant", "role", "id", "createdAt", "passwordHash", "isAdmin", "accessVersion", "emailVerified", "ownerId" })
        {
            using var response = await owner.PatchAsJsonAsync("/api/v1/me", new Dictionary<string, string> { ["displayName"] = "A", [hot] = "x" });
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains(hot, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_refusal_is_a_problem_with_a_code_and_tells_nothing_of_the_program()
    {
        await using var host = await IdentityHost.StartAsync(database, map: app => app.MapGet("/api/v1/broken", string () => throw new InvalidOperationException("secret detail")).AllowAnonymous());
        var (_, email) = await host.FoundAsync();
        using var owner = await host.ClientAsync(email);
        var answers = new (HttpStatusCode Expected, HttpRequestMessage Request)[]
        {
            (HttpStatusCode.NotFound, new(HttpMethod.Get, "/api/v1/nothing")),
            (HttpStatusCode.NotFound, new(HttpMethod.Get, $"/api/v1/users/{Guid.NewGuid()}")),
            (HttpStatusCode.MethodNotAllowed, new(HttpMethod.Put, "/api/v1/auth/login")),
            (HttpStatusCode.UnsupportedMediaType, new(HttpMethod.Post, "/api/v1/auth/login") { Content = new StringContent("a=b") }),
            (HttpStatusCode.BadRequest, Json("{")),
            (HttpStatusCode.BadRequest, Json("{\"email\":\"a@b.example\",\"email\":\"c@d.example\",\"password\":\"x\"}")),
            (HttpStatusCode.BadRequest, Json("{\"email\":\"a@b.example\"}")),
            (HttpStatusCode.BadRequest, Json("{\"email\":null,\"password\":\"x\"}")),
            (HttpStatusCode.BadRequest, Json("{\"email\":NaN,\"password\":\"x\"}")),
            (HttpStatusCode.BadRequest, Json("{\"email\":\"a\\ud800@b.example\",\"password\":\"x\"}")),
            (HttpStatusCode.BadRequest, Json(string.Concat(Enumerable.Repeat("[", 500)))),
            (HttpStatusCode.RequestEntityTooLarge, Json($"{{\"email\":\"a@b.example\",\"password\":\"{new string('x', 300_000)}\"}}")),
            (HttpStatusCode.InternalServerError, new(HttpMethod.Get, "/api/v1/broken")),
            (HttpStatusCode.PreconditionRequired, new(HttpMethod.Patch, "/api/v1/tenant") { Content = JsonContent.Create(new { displayName = "X" }) }),
        };

        foreach (var (expected, request) in answers)
        {
            using var response = await owner.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(expected == response.StatusCode, $"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {text}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Matches("^[a-z_]+$", JsonElement.Parse(text).GetProperty("code").GetString());
            Assert.True(JsonElement.Parse(text).TryGetProperty("traceId", out var _), text);
            Assert.DoesNotMatch(@"secret detail|   at |VoiceAgent\.|Exception|SQL|Npgsql", text);
        }

        static HttpRequestMessage Json(string body) =>
            new(HttpMethod.Post, "/api/v1/auth/login") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
    }

    private static IEnumerable<RouteEndpoint> Endpoints(IdentityHost host) => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static IEnumerable<string> Names(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}");

    private static string Fill(string parameter) => parameter.Contains("guid", StringComparison.Ordinal) ? Guid.NewGuid().ToString() : "none";

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string name, Func<string, string> fill)
    {
        var parts = name.Split(' ');
        var path = System.Text.RegularExpressions.Regex.Replace(parts[1], @"\{(.*?)\}", match => fill(match.Groups[1].Value));
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), path);
        if (parts[0] is "POST" or "PATCH" or "PUT")
        {
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<List<string>> IdentifiersAsync(IdentityHost host, HttpClient owner, string tenant)
    {
        await host.AddPersonAsync(tenant, Role.Viewer);
        using var key = await owner.PostAsJsonAsync("/api/v1/api-keys", new { name = "k", scopes = new[] { "users.read" } });
        using var invite = await owner.PostAsJsonAsync("/api/v1/invites", new { email = $"x@{tenant}.example", role = "Viewer" });
        var found = new List<string>
        {
            tenant,
            (await key.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("apiKey").GetProperty("id").GetString()!,
            (await invite.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!,
        };
        foreach (var list in new[] { "users", "me/sessions" })
        {
            var page = await owner.GetFromJsonAsync<JsonElement>($"/api/v1/{list}");
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
        }

        return found;
    }

    private static async Task<string> StateAsync(HttpClient owner)
    {
        var state = new List<string>();
        foreach (var list in new[] { "users", "invites", "api-keys", "me/sessions", "tenant" })
        {
            state.Add(await owner.GetStringAsync(new Uri($"/api/v1/{list}", UriKind.Relative)));
        }

        return string.Join('\n', state);
    }
}
