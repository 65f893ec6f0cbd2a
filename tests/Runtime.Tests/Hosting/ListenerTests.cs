using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Hosting;

public sealed class ListenerTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/metrics")]
    [InlineData("/drain")]
    public async Task What_the_platform_asks_is_answered_on_the_internal_port_alone(string path)
    {
        Assert.Equal(HttpStatusCode.OK, (await _host.Internal.GetAsync(path)).StatusCode);

        using var forged = new HttpRequestMessage(HttpMethod.Get, path);
        forged.Headers.Host = $"localhost:{_host.Internal.BaseAddress!.Port}";
        forged.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _host.Key);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Public.SendAsync(forged)).StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/calls")]
    [InlineData("/v1/realtime?model=reception")]
    public async Task What_clients_ask_is_not_answered_on_the_internal_port(string path)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Internal.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Ready_tells_the_truth_about_each_part()
    {
        var ready = await _host.Internal.GetFromJsonAsync<JsonElement>("/healthz/ready");

        Assert.Equal("Healthy", ready.GetProperty("status").GetString());
        Assert.Equal(
            ["calls", "catalog", "database", "disk", "playout-timer", "voice-activity-model"],
            ready.GetProperty("checks").EnumerateObject().Select(check => check.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_away_makes_the_process_unready_but_not_dead()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Move(Path.Combine(_host.Data, "voiceagent.db"), Path.Combine(_host.Data, "moved"));

        var ready = await _host.Internal.GetAsync("/healthz/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var checks = (await ready.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks");
        Assert.Equal("Unhealthy", checks.GetProperty("database").GetProperty("status").GetString());
        Assert.Equal("Healthy", checks.GetProperty("catalog").GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, (await _host.Internal.GetAsync("/healthz/live")).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task Without_the_key_the_api_answers_401_with_a_reason(string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/calls");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        var answer = await _host.Public.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        Assert.Equal("unauthorized", await CodeAsync(answer));
    }

    [Fact]
    public async Task The_key_is_not_taken_from_an_address()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _host.Public.GetAsync($"/api/v1/calls?access_token={_host.Key}&key={_host.Key}")).StatusCode);
    }

    [Fact]
    public async Task The_key_is_kept_for_this_user_alone_and_stays_the_same()
    {
        var file = Path.Combine(_host.Data, "development-key");

        Assert.Equal(_host.Key, File.ReadAllText(file).Trim());
        Assert.True(_host.Key.Length >= 40, "256 bits");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("/api/v1/calls")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound, "not_found")]
    [InlineData("GET", "/api/v1/nowhere", HttpStatusCode.NotFound, "not_found")]
    [InlineData("DELETE", "/api/v1/calls", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    [InlineData("GET", "/api/v1/calls/no-id", HttpStatusCode.NotFound, "not_found")]
    [InlineData("GET", "/v1/realtime?model=reception", HttpStatusCode.UpgradeRequired, "websocket_required")]
    public async Task Every_refusal_is_problem_json_with_a_code(string method, string path, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _host.Key);

        var answer = await _host.Public.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, await CodeAsync(answer));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/calls")]
    public async Task Every_answer_tells_browsers_what_not_to_do(string path)
    {
        var answer = await _host.Public.GetAsync(path);

        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}
