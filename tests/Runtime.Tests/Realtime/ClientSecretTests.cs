using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

public sealed class ClientSecretTests
{
    private const string Plain = """{"session":{"type":"realtime","model":"reception"}}""";

    [Fact]
    public async Task A_secret_opens_sessions_that_begin_as_it_says_until_it_expires()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-03-01T12:00:00Z", null));
        await using var door = await Door.OpenAsync(time: time);

        var (status, secret) = await CreateAsync(
            door, """{"expires_after":{"anchor":"created_at","seconds":30},"session":{"type":"realtime","model":"reception","audio":{"output":{"format":{"type":"audio/pcmu"}}}}}""");
        var key = secret.GetProperty("value").GetString()!;
        await using (var client = await DoorClient.ConnectAsync(door, query: "", configure: options => Browser(options, key, null)))
        {
            Assert.Equal("audio/pcmu", client.Session.GetProperty("audio").GetProperty("output").GetProperty("format").GetProperty("type").GetString());
        }

        time.Advance(TimeSpan.FromSeconds(29));
        await using (await DoorClient.ConnectAsync(door, configure: options => Browser(options, key, null)))
        {
        }

        time.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync(door, "model=reception", key, null, HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("ek_", key, StringComparison.Ordinal);
        Assert.Equal(1772366430, secret.GetProperty("expires_at").GetInt64());
        Assert.Equal("reception", secret.GetProperty("session").GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_secret_opens_its_own_agent_alone()
    {
        await using var door = await Door.OpenAsync();
        var (_, secret) = await CreateAsync(door, Plain);

        await RefusedAsync(door, "model=billing", secret.GetProperty("value").GetString()!, null, HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("https://clinic.example", true)]
    [InlineData("https://other.example", false)]
    [InlineData(null, false)]
    public async Task A_secret_that_is_bound_to_origins_works_from_those_alone(string? origin, bool works)
    {
        await using var door = await Door.OpenAsync();
        var (_, secret) = await CreateAsync(door, """{"allowed_origins":["https://clinic.example"],"session":{"type":"realtime","model":"reception"}}""");
        var key = secret.GetProperty("value").GetString()!;

        if (works)
        {
            await using var client = await DoorClient.ConnectAsync(door, configure: options => Browser(options, key, origin));
        }
        else
        {
            await RefusedAsync(door, "model=reception", key, origin, HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [InlineData("{", "invalid_json", null)]
    [InlineData("[]", "invalid_type", "body")]
    [InlineData("{}", "missing_required_parameter", "session")]
    [InlineData("""{"session":{"type":"realtime"}}""", "missing_required_parameter", "session.model")]
    [InlineData("""{"session":{"model":"reception"}}""", "missing_required_parameter", "session.type")]
    [InlineData("""{"expires_after":{"seconds":9},"session":{"type":"realtime","model":"reception"}}""", "invalid_value", "expires_after.seconds")]
    [InlineData("""{"expires_after":{"seconds":7201},"session":{"type":"realtime","model":"reception"}}""", "invalid_value", "expires_after.seconds")]
    [InlineData("""{"allowed_origins":["https://a.example/path"],"session":{"type":"realtime","model":"reception"}}""", "invalid_value", "allowed_origins[0]")]
    public async Task A_wrong_request_is_named(string body, string code, string? param)
    {
        await using var door = await Door.OpenAsync();

        var (status, problem) = await CreateAsync(door, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(param, problem.GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task An_unknown_agent_has_no_secrets()
    {
        await using var door = await Door.OpenAsync();

        var (status, problem) = await CreateAsync(door, """{"session":{"type":"realtime","model":"nobody"}}""");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("agent_not_found", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_secret_makes_no_further_secrets()
    {
        await using var door = await Door.OpenAsync();
        var (_, secret) = await CreateAsync(door, Plain);

        var (status, _) = await CreateAsync(door, Plain, secret.GetProperty("value").GetString()!);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task Unexpired_secrets_are_bounded_and_expired_ones_make_room()
    {
        var time = new FakeTimeProvider();
        await using var door = await Door.OpenAsync(options => options.MaxClientSecrets = 2, time);

        await CreateAsync(door, Plain);
        await CreateAsync(door, Plain);
        var (full, _) = await CreateAsync(door, Plain);
        time.Advance(TimeSpan.FromMinutes(11));
        var (again, _) = await CreateAsync(door, Plain);

        Assert.Equal(HttpStatusCode.TooManyRequests, full);
        Assert.Equal(HttpStatusCode.OK, again);
    }

    private static void Browser(ClientWebSocketOptions options, string key, string? origin)
    {
        options.AddSubProtocol("realtime");
        options.AddSubProtocol("openai-insecure-api-key." + key);
        if (origin is not null)
        {
            options.SetRequestHeader("Origin", origin);
        }
    }

    private static async Task RefusedAsync(Door door, string query, string key, string? origin, HttpStatusCode status)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        Browser(socket.Options, key, origin);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(door.Socket(query), CancellationToken.None));
        Assert.Equal(status, socket.HttpStatusCode);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> CreateAsync(Door door, string body, string key = ScriptedCalls.Key)
    {
        using var http = new HttpClient { BaseAddress = door.Http };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/v1/realtime/client_secrets", UriKind.Relative), content);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, answer.RootElement.Clone());
    }
}
