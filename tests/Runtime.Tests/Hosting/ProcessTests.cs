using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using VoiceAgent.Runtime.Tests.Calls.Recording;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Hosting;

/// <summary>What only a process of its own can show: how it refuses to start, how it dies, and what is left afterwards.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_process_loses_no_turn_that_was_over_and_the_next_start_closes_its_call()
    {
        await using var first = await RuntimeProcess.ServeAsync(_folder["data"]);
        using var socket = await first.CallAsync();
        await RuntimeProcess.UntilAsync(socket, "response.done");
        for (var second = 0; second < 4; second++)
        {
            await RuntimeProcess.SendSilenceAsync(socket);
        }

        var id = (await ItemAsync(first)).GetProperty("id").GetString();
        await WaitUntil.TrueAsync(async () => (await CallAsync(first, id)).GetProperty("turns").EnumerateArray().Any(turn => turn.GetProperty("outcome").GetString() == "completed"));
        var file = Directory.GetFiles(Path.Combine(first.Data, "recordings"), "*.wav", SearchOption.AllDirectories).Single();
        await WaitUntil.TrueAsync(() => new FileInfo(file).Length > 200_000);
        Assert.DoesNotContain("BrightSmile", first.Output, StringComparison.Ordinal);
        await first.KillAsync();

        await using var next = await RuntimeProcess.ServeAsync(_folder["data"]);

        var detail = await CallAsync(next, id);
        var call = detail.GetProperty("call");
        Assert.Equal("crashed", call.GetProperty("ending").GetString());
        Assert.True(call.GetProperty("endedAt").GetDateTimeOffset() > call.GetProperty("startedAt").GetDateTimeOffset());
        Assert.Contains("BrightSmile", detail.GetProperty("turns")[0].GetProperty("heardText").GetString(), StringComparison.Ordinal);
        Assert.Equal("partial", call.GetProperty("recording").GetProperty("state").GetString());
        var sound = await next.Api.GetAsync(call.GetProperty("recording").GetProperty("url").GetString());
        Assert.Equal(HttpStatusCode.OK, sound.StatusCode);
        var wave = WaveFile.Read(file);
        Assert.True(wave.Duration > TimeSpan.FromSeconds(2));
        Assert.Contains(wave.Samples.Where((_, at) => at % 2 == 1), sample => Math.Abs((int)sample) > 1000);
    }

    [Fact]
    public async Task SIGTERM_with_a_live_call_ends_it_in_order_when_its_time_is_up()
    {
        await using var process = await RuntimeProcess.ServeAsync(_folder["data"], new Dictionary<string, string> { ["VOICEAGENT_DRAIN_SECONDS"] = "2" });
        using var socket = await process.CallAsync();

        await process.SignalAsync("TERM");
        await WaitUntil.TrueAsync(async () => (await process.Internal.GetAsync("/healthz/ready")).StatusCode == HttpStatusCode.ServiceUnavailable);
        using var late = new ClientWebSocket();
        late.Options.CollectHttpResponseDetails = true;
        late.Options.SetRequestHeader("Authorization", process.Api.DefaultRequestHeaders.Authorization!.ToString());
        await Assert.ThrowsAsync<WebSocketException>(() =>
            late.ConnectAsync(new Uri($"ws://localhost:{process.Api.BaseAddress!.Port}/v1/realtime?model=reception"), CancellationToken.None));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.HttpStatusCode);

        Assert.Equal(WebSocketMessageType.Close, await ReadToCloseAsync(socket));
        Assert.Equal(0, await process.ExitAsync());
        await using var again = await RuntimeProcess.ServeAsync(_folder["data"]);
        var call = await ItemAsync(again);
        Assert.Equal(("drained", "complete"), (call.GetProperty("ending").GetString(), call.GetProperty("recording").GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Without_the_schema_it_refuses_and_says_the_command()
    {
        await using var process = RuntimeProcess.Start("serve", _folder["data"]);

        Assert.Equal(1, await process.ExitAsync());
        Assert.Contains("Run: VoiceAgent.Runtime migrate", process.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder["data"], "voiceagent.db")));
    }

    [Fact]
    public async Task A_database_that_is_none_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(_folder["data"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["data"], "voiceagent.db"), new string('x', 5000));

        await using var process = RuntimeProcess.Start("serve", _folder["data"]);

        Assert.Equal(1, await process.ExitAsync());
        Assert.Contains("cannot be opened", process.Errors, StringComparison.Ordinal);
        Assert.Equal(5000, new FileInfo(Path.Combine(_folder["data"], "voiceagent.db")).Length);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused_and_the_key_is_shown_once()
    {
        await using var first = await RuntimeProcess.ServeAsync(_folder["data"]);
        var key = (await File.ReadAllTextAsync(Path.Combine(_folder["data"], "development-key"))).Trim();
        await WaitUntil.TrueAsync(() => first.Output.Contains($"Key: {key}", StringComparison.Ordinal));

        await using (var second = RuntimeProcess.Start("serve", _folder["data"]))
        {
            Assert.Equal(1, await second.ExitAsync());
            Assert.Contains("Another process uses the data folder", second.Errors, StringComparison.Ordinal);
        }

        await first.SignalAsync("INT");
        Assert.Equal(0, await first.ExitAsync());
        await using var again = await RuntimeProcess.ServeAsync(_folder["data"]);
        await WaitUntil.TrueAsync(() => again.Output.Contains("Key:", StringComparison.Ordinal));
        Assert.DoesNotContain(key, again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PORT", "70000", "Port")]
    [InlineData("PORT", "eighty", "Listeners:Port")]
    [InlineData("VOICEAGENT_BIND", "everywhere", "Bind")]
    [InlineData("VOICEAGENT_JOURNAL__CAPACITY", "1", "Capacity")]
    public async Task A_wrong_setting_is_named_before_anything_starts(string variable, string value, string named)
    {
        await using var process = RuntimeProcess.Start("serve", _folder["data"], new Dictionary<string, string> { [variable] = value });

        Assert.Equal(1, await process.ExitAsync());
        Assert.Contains(named, process.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using (var migrate = RuntimeProcess.Start("migrate", _folder["data"]))
        {
            await migrate.ExitAsync();
        }

        await using var process = RuntimeProcess.Start(
            "serve", _folder["data"], new Dictionary<string, string> { ["PORT"] = $"{((IPEndPoint)taken.LocalEndpoint).Port}" });

        Assert.Equal(1, await process.ExitAsync());
        Assert.Contains("Set PORT", process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_healthcheck_command_tells_ready_from_away()
    {
        await using var process = await RuntimeProcess.ServeAsync(_folder["data"]);
        await using (var well = RuntimeProcess.Start(
            "healthcheck", _folder["data"], new Dictionary<string, string> { ["VOICEAGENT_INTERNAL_PORT"] = $"{process.Internal.BaseAddress!.Port}" }))
        {
            Assert.Equal(0, await well.ExitAsync());
        }

        await using var away = RuntimeProcess.Start("healthcheck", _folder["data"]);
        Assert.Equal(1, await away.ExitAsync());
    }

    private static async Task<JsonElement> ItemAsync(RuntimeProcess process)
    {
        JsonElement items = default;
        await WaitUntil.TrueAsync(async () => (items = (await process.Api.GetFromJsonAsync<JsonElement>("/api/v1/calls")).GetProperty("items")).GetArrayLength() > 0);
        return items[0];
    }

    private static Task<JsonElement> CallAsync(RuntimeProcess process, string? id) => process.Api.GetFromJsonAsync<JsonElement>($"/api/v1/calls/{id}");

    private static async Task<WebSocketMessageType> ReadToCloseAsync(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return received.MessageType;
            }
        }
    }
}
