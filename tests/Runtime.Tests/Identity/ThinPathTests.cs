using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using VoiceAgent.Runtime.Tenancy;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Identity;

public sealed class ThinPathOnSqlite(SqliteTestDatabase database) : ThinPathTests<SqliteTestDatabase>(database);

public sealed class ThinPathOnPostgres(PostgresTestDatabase database) : ThinPathTests<PostgresTestDatabase>(database);

public abstract class ThinPathTests<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task A_stranger_registers_confirms_the_mail_logs_in_and_is_somebody()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, _) = await host.FoundAsync(Registration.Open);
        var email = $"ada@{tenant}.example";

        using var registered = await host.Http.PostAsJsonAsync("/api/v1/auth/register", new { tenant, email, password = IdentityHost.Password, displayName = "Ada" });
        Assert.Equal(HttpStatusCode.Accepted, registered.StatusCode);
        var code = await host.CodeAsync(email, "verify-email");
        using var early = await host.Http.PostAsJsonAsync("/api/v1/auth/login", new { email, password = IdentityHost.Password });
        Assert.Equal(HttpStatusCode.Forbidden, early.StatusCode);
        Assert.Equal("email_unverified", await CodeAsync(early));
        using var verified = await host.Http.PostAsJsonAsync("/api/v1/auth/verify-email", new { code });
        Assert.Equal(HttpStatusCode.NoContent, verified.StatusCode);

        var tokens = await host.LoginAsync(email);
        using var client = host.Carrying(tokens.Access);
        var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/me");
        Assert.Equal((email, tenant, "viewer"), (me.GetProperty("email").GetString(), me.GetProperty("tenant").GetString(), me.GetProperty("role").GetString()));

        using var refreshed = await host.Http.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken = tokens.Refresh });
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
    }

    [Fact]
    public async Task The_cookie_of_a_browser_is_closed_to_scripts_and_to_other_sites()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();

        using var login = await host.Http.PostAsJsonAsync("/api/v1/auth/login", new { email, password = IdentityHost.Password, cookie = true });
        var cookie = login.Headers.GetValues("Set-Cookie").Single();
        Assert.Null((await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refreshToken").GetString());
        Assert.StartsWith("__Host-voiceagent-refresh=", cookie, StringComparison.Ordinal);
        Assert.All(["path=/", "secure", "samesite=strict", "httponly"], part => Assert.Contains(part, cookie, StringComparison.Ordinal));
        var value = cookie[..cookie.IndexOf(';')];

        Assert.Equal(HttpStatusCode.Unauthorized, await RefreshAsync(host, value, guarded: false, site: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await RefreshAsync(host, value, guarded: true, site: "cross-site"));
        Assert.Equal(HttpStatusCode.OK, await RefreshAsync(host, value, guarded: true, site: "same-origin"));
    }

    private static async Task<HttpStatusCode> RefreshAsync(IdentityHost host, string cookie, bool guarded, string? site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/refresh") { Content = JsonContent.Create(new { }) };
        request.Headers.Add("Cookie", cookie);
        if (guarded)
        {
            request.Headers.Add("X-VoiceAgent-CSRF", "1");
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var response = await host.Http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}
