using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Runtime.Identity.Sessions;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Identity;

public sealed class RefreshOnSqlite(SqliteTestDatabase database) : RefreshTests<SqliteTestDatabase>(database);

public sealed class RefreshOnPostgres(PostgresTestDatabase database) : RefreshTests<PostgresTestDatabase>(database);

/// <summary>A8 and A9 of the security checklist.</summary>
public abstract class RefreshTests<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly TimeSpan BeyondGrace = TimeSpan.FromSeconds(31);

    [Fact]
    public async Task A_session_is_refreshed_128_times_in_a_row()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var token = await LoginAsync(host);

        for (var turn = 0; turn < 128; turn++)
        {
            host.Time.Advance(TimeSpan.FromMinutes(9));
            var next = await RefreshAsync(host, token);
            Assert.NotNull(next);
            Assert.NotEqual(token, next);
            token = next;
        }
    }

    [Fact]
    public async Task Twenty_at_once_advance_once_and_all_get_the_same_successor()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var token = await LoginAsync(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RefreshAsync(host, token)));

        Assert.Single(answers.Distinct());
        Assert.NotNull(answers[0]);
        Assert.Equal(1, (await SessionAsync(host, token)).Counter);
    }

    [Fact]
    public async Task Ten_lost_answers_in_a_row_are_forgiven()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var token = await LoginAsync(host);

        for (var loss = 0; loss < 10; loss++)
        {
            await RefreshAsync(host, token);
            host.Time.Advance(TimeSpan.FromSeconds(5));
            token = (await RefreshAsync(host, token))!;
            Assert.NotNull(token);
            host.Time.Advance(TimeSpan.FromSeconds(40));
        }
    }

    [Fact]
    public async Task An_answer_lost_for_an_hour_is_forgiven_however_often_it_is_asked_for()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var token = await LoginAsync(host);
        var successor = await RefreshAsync(host, token);
        host.Time.Advance(TimeSpan.FromHours(1));

        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal(successor, await RefreshAsync(host, token));
        }

        Assert.NotNull(await RefreshAsync(host, successor!));
    }

    [Fact]
    public async Task A_token_two_steps_old_ends_the_session_for_both_holders_and_is_on_record()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, email) = await host.FoundAsync();
        var login = await host.LoginAsync(email);
        var second = await RefreshAsync(host, login.Refresh);
        var third = await RefreshAsync(host, second!);

        Assert.Null(await RefreshAsync(host, login.Refresh));

        Assert.Null(await RefreshAsync(host, third!));
        using var honest = host.Carrying(login.Access);
        Assert.Equal(HttpStatusCode.Unauthorized, (await honest.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode);
        using var owner = await host.ClientAsync(email);
        var audit = await owner.GetFromJsonAsync<JsonElement>("/api/v1/audit?action=session.token_reused");
        Assert.Equal(1, audit.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Two_holders_who_take_turns_are_found_out()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (victim, thief) = (await LoginAsync(host), "");
        thief = victim;

        for (var turn = 0; turn < 6; turn++)
        {
            host.Time.Advance(BeyondGrace);
            if (await RefreshAsync(host, victim) is not { } next)
            {
                return;
            }

            host.Time.Advance(BeyondGrace);
            if (await RefreshAsync(host, thief) is not { } stolen)
            {
                return;
            }

            (victim, thief) = (next, next);
            Assert.Equal(next, stolen);
        }

        Assert.Fail("The thief shared the session for six rotations.");
    }

    [Fact]
    public async Task Rotation_never_moves_the_end_of_a_session()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var token = await LoginAsync(host);

        for (var day = 0; day < 29; day++)
        {
            host.Time.Advance(TimeSpan.FromDays(1));
            token = (await RefreshAsync(host, token))!;
            Assert.NotNull(token);
        }

        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await RefreshAsync(host, token));
    }

    [Fact]
    public async Task A_session_that_nobody_uses_ends_when_its_tenant_says()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        using var owner = await host.ClientAsync(email);
        using var change = new HttpRequestMessage(HttpMethod.Patch, "/api/v1/tenant") { Content = JsonContent.Create(new { sessionIdleHours = 2 }) };
        change.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        Assert.Equal(HttpStatusCode.OK, (await owner.SendAsync(change)).StatusCode);
        var token = (await host.LoginAsync(email)).Refresh;

        host.Time.Advance(TimeSpan.FromMinutes(119));
        token = (await RefreshAsync(host, token))!;
        Assert.NotNull(token);
        host.Time.Advance(TimeSpan.FromMinutes(120));
        Assert.Null(await RefreshAsync(host, token));
    }

    [Fact]
    public async Task A_token_that_is_changed_anywhere_opens_nothing_and_harms_nobody()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var token = await LoginAsync(host);
        string[] wrong = ["", "var_", "var__", "x", new('a', 5000), token + "A", token[..^2], token.ToUpperInvariant(), "var_other" + token[token.LastIndexOf('_')..]];

        foreach (var changed in wrong.Concat(Enumerable.Range(token.Length - 60, 50).Select(place => Flip(token, place))))
        {
            Assert.Null(await RefreshAsync(host, changed));
        }

        Assert.NotNull(await RefreshAsync(host, token));
    }

    [Fact]
    public async Task A_logout_ends_the_session()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        var login = await host.LoginAsync(email);

        using var logout = await host.Http.PostAsJsonAsync("/api/v1/auth/logout", new { refreshToken = login.Refresh });

        Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        Assert.Null(await RefreshAsync(host, login.Refresh));
        using var client = host.Carrying(login.Access);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode);
    }

    private static string Flip(string token, int place) => $"{token[..place]}{(token[place] == 'B' ? 'C' : 'B')}{token[(place + 1)..]}";

    private static async Task<string> LoginAsync(IdentityHost host) => (await host.LoginAsync((await host.FoundAsync()).Email)).Refresh;

    private static async Task<string?> RefreshAsync(IdentityHost host, string token)
    {
        using var response = await host.Http.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken = token });
        if (!response.IsSuccessStatusCode)
        {
            Assert.True(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{response.StatusCode}");
            return null;
        }

        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refreshToken").GetString();
    }

    private async Task<SessionRecord> SessionAsync(IdentityHost host, string token)
    {
        var id = host.Services.GetRequiredService<RefreshTokens>().Read(token)!.SessionId;
        await using var open = await database.Databases.CreateDbContextAsync();
        return await open.Set<SessionRecord>().SingleAsync(session => session.Id == id);
    }
}
