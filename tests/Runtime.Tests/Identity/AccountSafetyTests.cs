using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using VoiceAgent.Runtime.Identity.Access;
using VoiceAgent.Runtime.Identity.Accounts;
using VoiceAgent.Runtime.Identity.Keys;
using VoiceAgent.Runtime.Identity.SignIn;
using VoiceAgent.Runtime.Tests.Storage;
using VoiceAgent.Runtime.Tenancy;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Identity;

public sealed class AccountSafetyOnSqlite(SqliteTestDatabase database) : AccountSafetyTests<SqliteTestDatabase>(database);

public sealed class AccountSafetyOnPostgres(PostgresTestDatabase database) : AccountSafetyTests<PostgresTestDatabase>(database);

/// <summary>A4, A5, A6, A10, A15 and A16 of the security checklist.</summary>
public abstract class AccountSafetyTests<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private const string Another = "copper-Lantern-58-meadow";

    [Fact]
    public async Task Known_and_unknown_addresses_get_the_same_answers()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, known) = await host.FoundAsync(Registration.Open);
        var unknown = $"nobody@{tenant}.example";

        Assert.Equal(await LoginAsync(host, known, "wrong-password-wrong"), await LoginAsync(host, unknown, "wrong-password-wrong"));
        foreach (var path in new[] { "forgot-password", "resend-verification" })
        {
            Assert.Equal(await PostAsync(host, path, new { email = known }), await PostAsync(host, path, new { email = unknown }));
        }

        Assert.Equal(
            await PostAsync(host, "register", new { tenant, email = known, password = Another, displayName = "A" }),
            await PostAsync(host, "register", new { tenant, email = unknown, password = Another, displayName = "A" }));
        await host.CodeAsync(unknown, "verify-email");
        await host.CodeAsync(known, "reset-password");
        Assert.Contains(host.Letters(known), letter => letter.Subject == "You already have an account");
    }

    [Fact]
    public async Task A_stranger_who_guesses_is_slowed_and_the_person_still_gets_in_from_elsewhere()
    {
        var throttle = new LoginThrottle(new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
        for (var guess = 0; guess < 100; guess++)
        {
            throttle.Failed("ada", "203.0.113.1");
        }

        Assert.NotNull(throttle.Wait("ada", "203.0.113.1"));
        throttle.Succeeded("ada", "198.51.100.7");
        Assert.Null(throttle.Wait("ada", "198.51.100.7"));
        Assert.NotNull(throttle.Wait("somebody else", "203.0.113.1"));

        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await LoginAsync(host, email, $"wrong-password-{guess}")).Status);
        }

        using var slowed = await host.Http.PostAsJsonAsync("/api/v1/auth/login", new { email, password = IdentityHost.Password });
        Assert.Equal(HttpStatusCode.TooManyRequests, slowed.StatusCode);
        Assert.True(slowed.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        host.Time.Advance(slowed.Headers.RetryAfter.Delta!.Value);
        Assert.Equal(HttpStatusCode.OK, (await LoginAsync(host, email, IdentityHost.Password)).Status);
    }

    [Fact]
    public async Task One_password_tried_on_many_accounts_is_slowed_too()
    {
        await using var host = await IdentityHost.StartAsync(database);

        var answers = new List<HttpStatusCode>();
        for (var account = 0; account < 40; account++)
        {
            answers.Add((await LoginAsync(host, $"person{account}@example.com", "Summer2026Summer2026")).Status);
        }

        Assert.Equal(30, answers.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.Equal(10, answers.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_reset_works_once_within_half_an_hour_ends_every_session_and_does_not_log_in()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, email) = await host.FoundAsync();
        var session = await host.LoginAsync(email);
        await PostAsync(host, "forgot-password", new { email });
        var code = await host.CodeAsync(email, "reset-password");

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, "verify-email", new { code })).Status);
        Assert.Equal("invalid_request", (await PostAsync(host, "reset-password", new { code, password = "short" })).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(host, "reset-password", new { code, password = Another })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, "reset-password", new { code, password = Another + "2" })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(host, "refresh", new { refreshToken = session.Refresh })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await LoginAsync(host, email, IdentityHost.Password)).Status);
        Assert.Equal(HttpStatusCode.OK, (await LoginAsync(host, email, Another)).Status);

        host.Time.Advance(TimeSpan.FromSeconds(1));
        await PostAsync(host, "forgot-password", new { email });
        string late = "";
        await WaitUntil.TrueAsync(async () => (late = await host.CodeAsync(email, "reset-password")) != code);
        host.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, "reset-password", new { code = late, password = Another + "3" })).Status);
        Assert.NotEmpty(tenant);
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_each_code_works_once_and_recovery_codes_stand_in()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        var (secret, codes) = await AddTotpAsync(host, email);

        var begun = await BeginAsync(host, email);
        var code = Now(host, secret);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, "login/second-factor", new { secondFactorToken = begun, code })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(host, "login/second-factor", new { secondFactorToken = begun, code })).Status);
        Assert.Equal("wrong_code", (await PostAsync(host, "login/second-factor", new { secondFactorToken = await BeginAsync(host, email), code })).Code);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, "login/second-factor", new { secondFactorToken = await BeginAsync(host, email), code = codes[0] })).Status);
        Assert.Equal("wrong_code", (await PostAsync(host, "login/second-factor", new { secondFactorToken = await BeginAsync(host, email), code = codes[0] })).Code);
    }

    [Fact]
    public async Task A_second_factor_cannot_be_guessed()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        await AddTotpAsync(host, email);
        var begun = await BeginAsync(host, email);

        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Equal("wrong_code", (await PostAsync(host, "login/second-factor", new { secondFactorToken = begun, code = "00000" + guess })).Code);
        }

        Assert.Equal("login_expired", (await PostAsync(host, "login/second-factor", new { secondFactorToken = begun, code = "000000" })).Code);
    }

    [Fact]
    public async Task The_last_owner_stays_owner()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, email) = await host.FoundAsync();
        var second = await host.AddPersonAsync(tenant, Role.Owner);
        using var owner = await host.ClientAsync(email);
        using var other = await host.ClientAsync(second);
        var (mine, theirs) = (await IdAsync(owner), await IdAsync(other));

        Assert.Equal(HttpStatusCode.Conflict, (await owner.PatchAsJsonAsync($"/api/v1/users/{mine}", new { role = "Viewer" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.PatchAsJsonAsync($"/api/v1/users/{mine}", new { role = "Admin" })).StatusCode);
        using var admin = await host.ClientAsync(email);
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.DeleteAsync(new Uri($"/api/v1/users/{theirs}", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.PatchAsJsonAsync($"/api/v1/users/{theirs}", new { disabled = true })).StatusCode);
    }

    [Fact]
    public async Task Two_owners_who_remove_each_other_at_once_leave_one()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, email) = await host.FoundAsync();
        var second = await host.AddPersonAsync(tenant, Role.Owner);
        using var one = await host.ClientAsync(email);
        using var two = await host.ClientAsync(second);
        var (first, other) = (await IdAsync(one), await IdAsync(two));

        await Task.WhenAll(one.PatchAsJsonAsync($"/api/v1/users/{other}", new { role = "Viewer" }), two.PatchAsJsonAsync($"/api/v1/users/{first}", new { role = "Viewer" }));

        await using var open = await database.Databases.CreateDbContextAsync();
        Assert.Equal(1, await open.Set<Account>().CountAsync(account => account.TenantId == tenant && account.Role == Role.Owner));
    }

    [Fact]
    public async Task An_invitation_is_for_one_address_once_and_may_be_withdrawn()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, email) = await host.FoundAsync();
        using var owner = await host.ClientAsync(email);
        var guest = $"guest@{tenant}.example";
        using var created = await owner.PostAsJsonAsync("/api/v1/invites", new { email = guest, role = "Builder" });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var code = await host.CodeAsync(guest, "accept-invite");

        var accepted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync(host, "accept-invite", new { code, password = Another, displayName = "Guest" })));
        Assert.Single(accepted, answer => answer.Status == HttpStatusCode.NoContent);
        using var client = host.Carrying((await host.LoginAsync(guest, password: Another)).Access);
        Assert.Equal("builder", (await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("role").GetString());

        var late = $"late@{tenant}.example";
        using var second = await owner.PostAsJsonAsync("/api/v1/invites", new { email = late, role = "Viewer" });
        var lateCode = await host.CodeAsync(late, "accept-invite");
        Assert.Equal(HttpStatusCode.NoContent, (await owner.DeleteAsync(second.Headers.Location)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, "accept-invite", new { code = lateCode, password = Another, displayName = "Late" })).Status);
    }

    [Fact]
    public async Task Keys_carry_their_scopes_alone_rotate_with_overlap_and_can_be_revoked()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        using var owner = await host.ClientAsync(email);
        using var made = await owner.PostAsJsonAsync("/api/v1/api-keys", new { name = "crm", scopes = new[] { "users.read" }, expiresInDays = 30 });
        var key = await made.Content.ReadFromJsonAsync<JsonElement>();
        var (id, secret) = (key.GetProperty("apiKey").GetProperty("id").GetString(), key.GetProperty("secret").GetString()!);
        Assert.Matches(@"^vak_[a-z0-9-]+_[0-9A-Za-z]{48}$", secret);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, secret, "/api/v1/users"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host, secret, "/api/v1/audit"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host, secret, "/api/v1/me"));
        Assert.Null(ApiKeyText.Read(secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A')));

        using var rotated = await owner.PostAsJsonAsync($"/api/v1/api-keys/{id}/rotate", new { overlapHours = 1 });
        var fresh = (await rotated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, secret, "/api/v1/users"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, fresh, "/api/v1/users"));
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(host, secret, "/api/v1/users"));
        using var again = await host.ClientAsync(email);
        Assert.NotNull((await again.GetFromJsonAsync<JsonElement>($"/api/v1/api-keys/{id}")).GetProperty("lastUsedAt").GetString());
        host.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(host, fresh, "/api/v1/users"));
    }

    [Fact]
    public async Task A_key_never_gets_more_than_its_maker_has()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, _) = await host.FoundAsync();
        using var admin = await host.ClientAsync(await host.AddPersonAsync(tenant, Role.Admin));

        Assert.Equal(HttpStatusCode.Forbidden, (await admin.PostAsJsonAsync("/api/v1/api-keys", new { name = "x", scopes = new[] { "owners.manage" } })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsJsonAsync("/api/v1/api-keys", new { name = "x", scopes = new[] { "everything" } })).StatusCode);
    }

    [Fact]
    public async Task A_copy_of_the_database_holds_nothing_that_opens_anything()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, email) = await host.FoundAsync();
        var tokens = await host.LoginAsync(email);
        using var owner = host.Carrying(tokens.Access);
        using var made = await owner.PostAsJsonAsync("/api/v1/api-keys", new { name = "crm", scopes = new[] { "users.read" } });
        var secret = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
        await PostAsync(host, "forgot-password", new { email });
        var reset = await host.CodeAsync(email, "reset-password");
        var ticket = (await (await owner.PostAsync(new Uri("/api/v1/tickets", UriKind.Relative), null)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ticket").GetString()!;
        var (totp, codes) = await AddTotpAsync(host, email);

        var dump = await DumpAsync();

        foreach (var handed in new[] { tokens.Refresh[^40..], secret[^38..], reset.Split('.')[2], ticket.Split('.')[2], totp, Convert.ToHexString(Base32Encoding.ToBytes(totp)), codes[0], IdentityHost.Password })
        {
            Assert.DoesNotContain(handed, dump, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains(tenant, dump, StringComparison.Ordinal);
        Assert.Contains("$argon2id$v=19$m=19456,t=2,p=1$", dump, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_opens_one_socket_within_thirty_seconds()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        using var owner = await host.ClientAsync(email);
        var door = host.Services.GetRequiredService<ICredentialVerifier>();

        var ticket = await TicketAsync(owner);
        Assert.NotNull(await door.VerifyAsync(ticket, CancellationToken.None));
        Assert.Null(await door.VerifyAsync(ticket, CancellationToken.None));

        var late = await TicketAsync(owner);
        host.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await door.VerifyAsync(late, CancellationToken.None));
    }

    private async Task<string> DumpAsync()
    {
        await using var open = await database.Databases.CreateDbContextAsync();
        var text = new System.Text.StringBuilder();
        foreach (var type in open.Model.GetEntityTypes().Where(type => type.GetTableName() is not null && !type.IsOwned()))
        {
            await open.Database.OpenConnectionAsync();
            await using var command = open.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{type.GetTableName()}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    text.AppendLine(reader.GetValue(column) switch
                    {
                        byte[] bytes => Convert.ToHexString(bytes) + " " + System.Text.Encoding.Latin1.GetString(bytes),
                        var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
                    });
                }
            }
        }

        return text.ToString();
    }

    private static async Task<string> TicketAsync(HttpClient client) =>
        (await (await client.PostAsync(new Uri("/api/v1/tickets", UriKind.Relative), null)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ticket").GetString()!;

    private static async Task<Guid> IdAsync(HttpClient client) => (await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("id").GetGuid();

    private static async Task<HttpStatusCode> AskAsync(IdentityHost host, string key, string path)
    {
        using var client = host.Carrying(key);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }

    private static async Task<(string Secret, IReadOnlyList<string> Codes)> AddTotpAsync(IdentityHost host, string email)
    {
        using var client = await host.ClientAsync(email);
        using var begun = await client.PostAsJsonAsync("/api/v1/me/totp", new { currentPassword = IdentityHost.Password });
        var secret = (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
        Assert.True(Base32Encoding.ToBytes(secret).Length >= 20);
        using var confirmed = await client.PostAsJsonAsync("/api/v1/me/totp/confirm", new { code = Now(host, secret) });
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        var codes = (await confirmed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("codes").EnumerateArray().Select(code => code.GetString()!).ToList();
        host.Time.Advance(TimeSpan.FromSeconds(60));
        return (secret, codes);
    }

    private static string Now(IdentityHost host, string secret) => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(host.Time.GetUtcNow().UtcDateTime);

    private static async Task<string> BeginAsync(IdentityHost host, string email)
    {
        using var response = await host.Http.PostAsJsonAsync("/api/v1/auth/login", new { email, password = IdentityHost.Password });
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secondFactorToken").GetString()!;
    }

    private static Task<Answer> LoginAsync(IdentityHost host, string email, string password) => PostAsync(host, "login", new { email, password });

    private static async Task<Answer> PostAsync(IdentityHost host, string path, object body)
    {
        using var response = await host.Http.PostAsJsonAsync($"/api/v1/auth/{path}", body);
        var text = await response.Content.ReadAsStringAsync();
        var json = text.Length == 0 ? default : JsonElement.Parse(text);
        var code = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("code", out var found) ? found.GetString() : null;
        var detail = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("detail", out var said) ? said.GetString() : null;
        return new Answer(response.StatusCode, code, detail);
    }

    private sealed record Answer(HttpStatusCode Status, string? Code, string? Detail);
}
