using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Tokens;
using VoiceAgent.Runtime.Tenancy;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Identity;

public sealed class RevocationOnSqlite(SqliteTestDatabase database) : RevocationTests<SqliteTestDatabase>(database);

public sealed class RevocationOnPostgres(PostgresTestDatabase database) : RevocationTests<PostgresTestDatabase>(database);

/// <summary>A11, A12 and A14 of the security checklist: what ends an access, and that open sockets learn of it.</summary>
public abstract class RevocationTests<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    public static TheoryData<string> Events => ["logout", "password", "second factor", "disabled", "role", "suspended", "revoked by admin", "removed"];

    [Theory]
    [MemberData(nameof(Events))]
    public async Task What_ends_an_access_ends_it_for_requests_refreshes_doors_and_open_sockets(string what)
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, owner) = await host.FoundAsync();
        var email = await host.AddPersonAsync(tenant, Role.Builder);
        var tokens = await host.LoginAsync(email);
        var door = host.Services.GetRequiredService<ICredentialVerifier>();
        var grant = await door.VerifyAsync(tokens.Access, CancellationToken.None);
        using var socket = host.Services.GetRequiredService<AccessWatch>().Follow(grant!);
        Assert.Equal(HttpStatusCode.OK, await MeAsync(host, tokens.Access));

        await HappenAsync(host, what, tenant, owner, email, tokens);

        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(host, tokens.Access));
        Assert.Null(await door.VerifyAsync(tokens.Access, CancellationToken.None));
        await WaitUntil.TrueAsync(() => socket.Ended.IsCancellationRequested);
        using var refresh = await host.Http.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken = tokens.Refresh });
        var survives = what is "role";
        Assert.Equal(survives ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, refresh.StatusCode);
    }

    [Fact]
    public async Task What_another_process_ended_is_noticed_within_thirty_seconds()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, email) = await host.FoundAsync();
        var tokens = await host.LoginAsync(email);
        var grant = await host.Services.GetRequiredService<ICredentialVerifier>().VerifyAsync(tokens.Access, CancellationToken.None);
        using var socket = host.Services.GetRequiredService<AccessWatch>().Follow(grant!);
        await using (var elsewhere = await database.Databases.CreateDbContextAsync())
        {
            await elsewhere.Set<Account>().Where(account => account.TenantId == tenant).ExecuteUpdateAsync(account => account.SetProperty(row => row.AccessVersion, 99));
        }

        for (var second = 0; second < 30 && !socket.Ended.IsCancellationRequested; second++)
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }

        Assert.True(socket.Ended.IsCancellationRequested);
        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(host, tokens.Access));
    }

    [Fact]
    public async Task Keys_are_announced_used_and_retired_without_a_failed_request()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        var ring = host.Services.GetRequiredService<KeyRing>();
        var first = (await ring.ActiveAsync(CancellationToken.None)).Id;
        var before = (await host.LoginAsync(email)).Access;
        await ring.RotateAsync(emergency: false, CancellationToken.None);

        Assert.Equal(first, (await ring.ActiveAsync(CancellationToken.None)).Id);
        Assert.True((await PublishedAsync(host)).Count >= 2);
        Assert.Equal(HttpStatusCode.OK, await MeAsync(host, before));

        host.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        var last = (await host.LoginAsync(email)).Access;
        host.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotEqual(first, (await ring.ActiveAsync(CancellationToken.None)).Id);
        Assert.Contains(first, await PublishedAsync(host));
        Assert.Equal(HttpStatusCode.OK, await MeAsync(host, last));
        Assert.Equal(HttpStatusCode.OK, await MeAsync(host, (await host.LoginAsync(email)).Access));

        host.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.DoesNotContain(first, await PublishedAsync(host));
    }

    [Fact]
    public async Task A_leaked_key_is_out_of_use_at_once()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        var tokens = await host.LoginAsync(email);

        await host.Services.GetRequiredService<KeyRing>().RotateAsync(emergency: true, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(host, tokens.Access));
        using var refresh = await host.Http.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken = tokens.Refresh });
        Assert.Equal(HttpStatusCode.OK, await MeAsync(host, (await refresh.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!));
    }

    [Fact]
    public async Task Sessions_are_listed_with_their_device_and_ended_one_by_one()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        var first = await host.LoginAsync(email);
        var second = await host.LoginAsync(email);
        using var client = host.Carrying(second.Access);

        var sessions = (await client.GetFromJsonAsync<JsonElement>("/api/v1/me/sessions")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(2, sessions.Count);
        Assert.All(sessions, session => Assert.Equal("127.0.0.1", session.GetProperty("address").GetString()));
        var other = sessions.Single(session => !session.GetProperty("current").GetBoolean()).GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(new Uri($"/api/v1/me/sessions/{other}", UriKind.Relative))).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(host, first.Access));
        Assert.Equal(HttpStatusCode.OK, await MeAsync(host, second.Access));
    }

    private static async Task HappenAsync(IdentityHost host, string what, string tenant, string owner, string email, IdentityHost.Tokens tokens)
    {
        using var person = host.Carrying(tokens.Access);
        using var boss = await host.ClientAsync(owner);
        var id = (await person.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("id").GetGuid();
        using var response = what switch
        {
            "logout" => await host.Http.PostAsJsonAsync("/api/v1/auth/logout", new { refreshToken = tokens.Refresh }),
            "password" => await ChangePasswordElsewhereAsync(host, email),
            "second factor" => await AddSecondFactorElsewhereAsync(host, email),
            "disabled" => await boss.PatchAsJsonAsync($"/api/v1/users/{id}", new { disabled = true }),
            "role" => await boss.PatchAsJsonAsync($"/api/v1/users/{id}", new { role = "viewer" }),
            "revoked by admin" => await boss.DeleteAsync(new Uri($"/api/v1/users/{id}/sessions", UriKind.Relative)),
            "removed" => await boss.DeleteAsync(new Uri($"/api/v1/users/{id}", UriKind.Relative)),
            _ => await SuspendAsync(host, tenant),
        };
        Assert.True(response.IsSuccessStatusCode, $"{what}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private static async Task<HttpResponseMessage> ChangePasswordElsewhereAsync(IdentityHost host, string email)
    {
        using var client = await host.ClientAsync(email);
        return await client.PostAsJsonAsync("/api/v1/me/password", new { currentPassword = IdentityHost.Password, newPassword = "violet-Anchor-31-thunder" });
    }

    private static async Task<HttpResponseMessage> AddSecondFactorElsewhereAsync(IdentityHost host, string email)
    {
        using var client = await host.ClientAsync(email);
        using var begun = await client.PostAsJsonAsync("/api/v1/me/totp", new { currentPassword = IdentityHost.Password });
        var secret = (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString();
        var code = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp(host.Time.GetUtcNow().UtcDateTime);
        return await client.PostAsJsonAsync("/api/v1/me/totp/confirm", new { code });
    }

    private static async Task<HttpResponseMessage> SuspendAsync(IdentityHost host, string tenant)
    {
        await host.FoundAsync(role: Role.PlatformAdmin, tenant: "platform");
        using var admin = await host.FastClientAsync("platform", Role.PlatformAdmin);
        return await admin.PostAsJsonAsync($"/api/v1/tenants/{tenant}/suspension", new { suspended = true, reason = "unpaid" });
    }

    private static async Task<List<string>> PublishedAsync(IdentityHost host) =>
        [.. (await host.Http.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    private static async Task<HttpStatusCode> MeAsync(IdentityHost host, string token)
    {
        using var client = host.Carrying(token);
        return (await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode;
    }
}
