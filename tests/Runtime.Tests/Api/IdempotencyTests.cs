using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Runtime.Api;
using VoiceAgent.Runtime.Audit;
using VoiceAgent.Runtime.Identity.Keys;
using VoiceAgent.Runtime.Tests.Identity;
using VoiceAgent.Runtime.Tests.Storage;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Api;

public sealed class IdempotencyOnSqlite(SqliteTestDatabase database) : IdempotencyTests<SqliteTestDatabase>(database);

public sealed class IdempotencyOnPostgres(PostgresTestDatabase database) : IdempotencyTests<PostgresTestDatabase>(database);

/// <summary>C6, C7, C8 and H11 of the security checklist.</summary>
public abstract class IdempotencyTests<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task Fifty_requests_with_one_key_act_once_and_repetitions_get_the_same_answer()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, email) = await host.FoundAsync();
        using var owner = await host.ClientAsync(email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CreateAsync(owner, "one", "crm")));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{answer.Status} {answer.Body}"));
        await using var open = await database.Databases.CreateDbContextAsync();
        Assert.Equal(1, await open.Set<ApiKeyRecord>().CountAsync(key => key.TenantId == tenant));
        var first = answers.First(answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(first, await CreateAsync(owner, "one", "crm"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await CreateAsync(owner, "one", "another body")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await CreateAsync(owner, new string('k', 129), "crm")).Status);
        host.Time.Advance(TimeSpan.FromHours(25));
        using var tomorrow = await host.ClientAsync(email);
        Assert.NotEqual(first, await CreateAsync(tomorrow, "one", "crm"));
    }

    [Fact]
    public async Task A_key_belongs_to_who_sent_it()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, email) = await host.FoundAsync();
        using var one = await host.ClientAsync(email);
        using var two = await host.ClientAsync(await host.AddPersonAsync(tenant, Runtime.Identity.Access.Role.Owner));

        var answers = (await CreateAsync(one, "same", "crm"), await CreateAsync(two, "same", "crm"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (answers.Item1.Status, answers.Item2.Status));
        Assert.NotEqual(answers.Item1.Body, answers.Item2.Body);
    }

    [Fact]
    public async Task Of_two_who_edit_one_version_the_second_is_told()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (_, email) = await host.FoundAsync();
        using var owner = await host.ClientAsync(email);
        using var read = await owner.GetAsync(new Uri("/api/v1/tenant", UriKind.Relative));
        var tag = read.Headers.ETag!.ToString();

        Assert.Equal(HttpStatusCode.OK, await RenameAsync(owner, "First", tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await RenameAsync(owner, "Second", tag));
    }

    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_again_and_other_callers_are_not_slowed()
    {
        await using var host = await IdentityHost.StartAsync(database, services => services.Configure<RateLimitSettings>(limits => limits.PerCaller = 1));
        var (_, email) = await host.FoundAsync();
        var (_, other) = await host.FoundAsync();
        using var noisy = await host.ClientAsync(email);
        using var quiet = await host.ClientAsync(other);

        HttpResponseMessage? last = null;
        for (var turn = 0; turn < 60 && last?.StatusCode != HttpStatusCode.TooManyRequests; turn++)
        {
            last = await noisy.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last!.StatusCode);
        Assert.True(last.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal("application/problem+json", last.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, (await quiet.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task The_audit_log_is_one_chain_whoever_writes_and_a_change_behind_its_back_shows()
    {
        await using var host = await IdentityHost.StartAsync(database);
        var (tenant, email) = await host.FoundAsync();
        var log = host.Services.GetRequiredService<AuditLog>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(turn => log.WriteAsync(new AuditEvent(tenant, "a", "test.done", $"t/{turn}", "", new { turn }), CancellationToken.None)));

        using var owner = await host.ClientAsync(email);
        Assert.True((await owner.GetFromJsonAsync<JsonElement>("/api/v1/audit/check")).GetProperty("intact").GetBoolean());
        var filtered = await owner.GetFromJsonAsync<JsonElement>("/api/v1/audit?action=test.done&limit=5&from=2026-01-01T00:00:00Z");
        Assert.Equal(5, filtered.GetProperty("items").GetArrayLength());
        Assert.NotNull(filtered.GetProperty("nextCursor").GetString());

        await TamperAsync(tenant);
        var check = await owner.GetFromJsonAsync<JsonElement>("/api/v1/audit/check");
        Assert.Equal((false, 7L), (check.GetProperty("intact").GetBoolean(), check.GetProperty("firstBroken").GetInt64()));
    }

    // Past every guard: what somebody could do who holds the database itself.
    private async Task TamperAsync(string tenant)
    {
        var change = $"UPDATE \"AuditEntries\" SET \"Actor\" = 'nobody' WHERE \"TenantId\" = '{tenant}' AND \"Sequence\" = 7";
        await using var open = await database.Databases.CreateDbContextAsync();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => open.Database.ExecuteSqlRawAsync(change));
        if (database is PostgresTestDatabase postgres)
        {
            var admin = (await Testing.Databases.Postgres.GetAsync()).AsAdministrator(postgres.Owner);
            await Testing.Databases.Postgres.RunAsync(admin, $"SET session_replication_role = replica; {change}");
        }
        else
        {
            await open.Database.ExecuteSqlRawAsync("DROP TRIGGER \"AuditEntries_no_update\"");
            await open.Database.ExecuteSqlRawAsync(change);
        }
    }

    private static async Task<HttpStatusCode> RenameAsync(HttpClient client, string name, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/api/v1/tenant") { Content = JsonContent.Create(new { displayName = name }) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return (await client.SendAsync(request)).StatusCode;
    }

    private static async Task<(HttpStatusCode Status, string Body)> CreateAsync(HttpClient client, string key, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/api-keys") { Content = JsonContent.Create(new { name, scopes = new[] { "users.read" } }) };
        request.Headers.Add(IdempotencyMiddleware.Header, key);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
