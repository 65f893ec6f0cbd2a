using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Handshake;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData("model=reception", null, HttpStatusCode.Unauthorized, "invalid_api_key")]
    [InlineData("model=reception", "sk-wrong", HttpStatusCode.Unauthorized, "invalid_api_key")]
    [InlineData("model=reception", "ek_wrong", HttpStatusCode.Unauthorized, "invalid_api_key")]
    [InlineData("model=nobody", "sk-wrong", HttpStatusCode.Unauthorized, "invalid_api_key")]
    [InlineData("model=nobody", ScriptedCalls.Key, HttpStatusCode.NotFound, "agent_not_found")]
    [InlineData("", ScriptedCalls.Key, HttpStatusCode.BadRequest, "missing_model")]
    [InlineData("intent=transcription", ScriptedCalls.Key, HttpStatusCode.BadRequest, "unsupported_session")]
    public async Task A_caller_who_cannot_be_served_is_told_before_the_upgrade(string query, string? key, HttpStatusCode status, string code)
    {
        await using var door = await Door.OpenAsync();

        var (answer, body) = await KnockAsync(door, query, request => Authorize(request, key));

        Assert.Equal(status, answer);
        Assert.Equal(code, body.GetProperty("code").GetString());
        Assert.Equal(code, body.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(0, door.Calls.Places);
    }

    [Fact]
    public async Task A_tenant_that_is_full_says_when_to_come_again()
    {
        await using var door = await Door.OpenAsync();
        door.Calls.Refusal = new RefusedCall(429, "too_many_calls", "All ten lines are taken.", TimeSpan.FromSeconds(7));

        using var http = new HttpClient();
        using var request = Knock(door, "model=reception");
        Authorize(request, ScriptedCalls.Key);
        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Plain_http_is_told_to_upgrade()
    {
        await using var door = await Door.OpenAsync();
        using var http = new HttpClient { BaseAddress = door.Http };

        using var response = await http.GetAsync(new Uri("/v1/realtime?model=reception", UriKind.Relative));

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_browsers_key_in_the_sub_protocol_opens_and_is_not_echoed()
    {
        await using var door = await Door.OpenAsync();

        await using var client = await DoorClient.ConnectAsync(door, configure: options =>
        {
            options.AddSubProtocol("realtime");
            options.AddSubProtocol("openai-insecure-api-key." + ScriptedCalls.Key);
            options.AddSubProtocol("openai-agents-sdk.0.20.0");
        });

        Assert.Equal("realtime", client.Socket.SubProtocol);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_withdrawn_beta_is_refused_with_its_own_close_code(bool header)
    {
        await using var door = await Door.OpenAsync();

        await using var client = await DoorClient.DialAsync(door.Socket(), options =>
        {
            options.SetRequestHeader("Authorization", "Bearer " + ScriptedCalls.Key);
            if (header)
            {
                options.SetRequestHeader("OpenAI-Beta", "realtime=v1");
            }
            else
            {
                options.AddSubProtocol("realtime");
                options.AddSubProtocol("openai-beta.realtime-v1");
            }
        });
        var error = await client.NextErrorAsync();
        var closed = await client.ClosedAsync();

        Assert.Equal("beta_api_shape_disabled", error.GetProperty("code").GetString());
        Assert.Equal((4000, "beta_api_shape_disabled"), closed);
    }

    [Theory]
    [InlineData("https://portal.example", true)]
    [InlineData("HTTPS://PORTAL.EXAMPLE", true)]
    [InlineData(null, true)]
    [InlineData("https://portal.example.evil", false)]
    [InlineData("null", false)]
    public async Task Only_listed_origins_may_connect_from_a_browser(string? origin, bool allowed)
    {
        await using var door = await Door.OpenAsync(options => options.AllowedOrigins.Add("https://portal.example"));

        var (status, _) = await KnockAsync(door, "model=nobody", request =>
        {
            Authorize(request, ScriptedCalls.Key);
            if (origin is not null)
            {
                request.Headers.TryAddWithoutValidation("Origin", origin);
            }
        });

        Assert.Equal(allowed ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, status);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_opened_is_named_before_the_close()
    {
        await using var door = await Door.OpenAsync();
        door.Calls.StartFailure = new ProviderException("deepgram", CallStage.Transcription, FaultOwner.Provider, "no answer within 5 s");

        await using var client = await DoorClient.DialAsync(door.Socket());
        var error = await client.NextErrorAsync();
        var (code, _) = await client.ClosedAsync();

        Assert.Equal("provider_unavailable", error.GetProperty("code").GetString());
        Assert.Equal("server_error", error.GetProperty("type").GetString());
        Assert.Contains("deepgram", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1011, code);
    }

    [Fact]
    public async Task A_place_that_was_lost_at_the_last_moment_says_try_again()
    {
        await using var door = await Door.OpenAsync();
        door.Calls.StartFailure = new RefusedCallException(new RefusedCall(429, "agent_busy", "All ten lines are taken."));

        await using var client = await DoorClient.DialAsync(door.Socket());
        var error = await client.NextErrorAsync();
        var (code, _) = await client.ClosedAsync();

        Assert.Equal("agent_busy", error.GetProperty("code").GetString());
        Assert.Equal(1013, code);
    }

    [Fact]
    public async Task No_more_connections_open_than_there_is_room_for()
    {
        await using var door = await Door.OpenAsync(options => options.MaxConnections = 1);
        await using (var first = await DoorClient.ConnectAsync(door))
        {
            var (status, body) = await KnockAsync(door, "model=reception", request => Authorize(request, ScriptedCalls.Key));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Equal("too_many_connections", body.GetProperty("code").GetString());
            await first.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        await GivenBackAsync(door);
        await using var second = await DoorClient.ConnectAsync(door);
    }

    [Theory]
    [InlineData(CallEnding.AgentEnded, 1000, "call ended: agent_ended")]
    [InlineData(CallEnding.Drained, 1001, "call ended: drained")]
    [InlineData(CallEnding.Failed, 1011, "call ended: failed")]
    public async Task The_close_says_why_the_call_ended(CallEnding ending, int code, string reason)
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.HangUp(ending);
        var closed = await client.ClosedAsync();

        Assert.Equal((code, reason), closed);
    }

    [Fact]
    public async Task A_call_that_reached_its_limit_says_so()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.HangUp(CallEnding.TimeLimit);
        var error = await client.NextErrorAsync();

        Assert.Equal("session_expired", error.GetProperty("code").GetString());
        Assert.Equal((1000, "call ended: time_limit"), await client.ClosedAsync());
    }

    [Fact]
    public async Task A_client_that_hangs_up_ends_the_call()
    {
        await using var door = await Door.OpenAsync();
        var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        await client.DisposeAsync();

        Assert.Equal(CallEnding.CallerHungUp, await call.Completion.WaitAsync(Patience.Long));
        await GivenBackAsync(door);
        Assert.True(call.Disposed);
    }

    private static async Task GivenBackAsync(Door door)
    {
        using var patience = new CancellationTokenSource(Patience.Long, TimeProvider.System);
        while (door.Calls.Places > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }

    private static HttpRequestMessage Knock(Door door, string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(door.Http) { Path = "/v1/realtime", Query = query }.Uri);
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", Convert.ToBase64String(new byte[16]));
        return request;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> KnockAsync(Door door, string query, Action<HttpRequestMessage> configure)
    {
        using var http = new HttpClient();
        using var request = Knock(door, query);
        configure(request);
        using var response = await http.SendAsync(request);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, body.RootElement.Clone());
    }

    private static void Authorize(HttpRequestMessage request, string? key) =>
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
}
