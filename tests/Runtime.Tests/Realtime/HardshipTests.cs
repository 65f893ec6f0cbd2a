using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

/// <summary>What broken, hostile and dying clients do. Each gets a clear error or close code, and the process goes on.</summary>
public sealed class HardshipTests
{
    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("hello", "invalid_json")]
    [InlineData("{\"type\":\"response.create\"", "invalid_json")]
    [InlineData("{\"type\":\"response.create\"} {}", "invalid_json")]
    [InlineData("{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAA\"} x", "invalid_json")]
    [InlineData("[]", "invalid_type")]
    [InlineData("null", "invalid_type")]
    [InlineData("{}", "missing_required_parameter")]
    [InlineData("{\"type\":7}", "invalid_type")]
    [InlineData("{\"type\":\"response.explode\"}", "invalid_value")]
    [InlineData("{\"type\":\"session.update\"}", "missing_required_parameter")]
    [InlineData("{\"type\":\"session.update\",\"session\":[]}", "invalid_type")]
    [InlineData("{\"type\":\"response.cancel\",\"event_id\":{}}", "invalid_type")]
    public async Task A_malformed_message_is_answered_and_the_session_goes_on(string message, string code)
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);

        await client.SendTextAsync(message);
        var error = await client.NextErrorAsync();
        await client.SendTextAsync("""{"type":"session.update","session":{"type":"realtime"}}""");
        await client.NextAsync("session.updated");

        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_closes_with_1007_as_the_RFC_demands()
    {
        await using var door = await Door.OpenAsync();
        int? code = null;

        // The framework sends the close frame and resets the connection; now and then the reset arrives first.
        for (var attempt = 0; attempt < 8 && code is null; attempt++)
        {
            await using var client = await DoorClient.ConnectAsync(door);
            var call = await door.Calls.NextAsync();
            await client.SendBytesAsync([0xC3, 0x28, 0xFF], WebSocketMessageType.Text);
            try
            {
                code = (await client.ClosedAsync()).Item1;
            }
            catch (WebSocketException)
            {
            }

            await call.Completion.WaitAsync(Patience.Long);
        }

        Assert.Equal(1007, code);
        await door.IsHealthyAsync();
    }

    [Fact]
    public async Task Binary_messages_are_answered()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);

        await client.SendBytesAsync(new byte[100_000], WebSocketMessageType.Binary);

        Assert.Equal("invalid_message", (await client.NextErrorAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task JSON_nested_beyond_reason_is_answered()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);

        await client.SendTextAsync(string.Concat(Enumerable.Repeat("{\"type\":", 5000)));

        Assert.Equal("invalid_json", (await client.NextErrorAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Ten_megabytes_of_garbage_are_answered()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);

        await client.SendTextAsync(new string('x', 10_000_000));
        var garbage = await client.NextErrorAsync();
        await client.SendTextAsync("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"instructions\":\"" + new string('x', 2_000_000) + "\"}}");
        var prompt = await client.NextErrorAsync();

        Assert.Equal("message_too_large", garbage.GetProperty("code").GetString());
        Assert.Equal("message_too_large", prompt.GetProperty("code").GetString());
        await door.IsHealthyAsync();
    }

    [Fact]
    public async Task A_message_beyond_the_protocols_size_closes_with_1009()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        var sending = client.SendTextAsync(new string('x', 20_000_000));
        var error = await client.NextErrorAsync();
        var (code, _) = await client.ClosedAsync();
        await Record.ExceptionAsync(() => sending);

        Assert.Equal("session_closed", error.GetProperty("code").GetString());
        Assert.Equal(1009, code);
        Assert.Equal(CallEnding.Failed, await call.Completion.WaitAsync(Patience.Long));
        await door.IsHealthyAsync();
    }

    [Fact]
    public async Task Large_messages_of_all_clients_share_one_bound()
    {
        await using var door = await Door.OpenAsync(options =>
        {
            options.MaxMessageBytes = 64 * 1024;
            options.MaxReceiveBytes = 100 * 1024;
        });
        await using var first = await DoorClient.ConnectAsync(door);
        await using var second = await DoorClient.ConnectAsync(door);

        await first.Socket.SendAsync(Encoding.UTF8.GetBytes(new string('x', 40_000)), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        await SettledAsync(first, door);
        await second.Socket.SendAsync(Encoding.UTF8.GetBytes(new string('x', 40_000)), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        var (code, _) = await second.ClosedAsync();

        Assert.Equal(1013, code);
    }

    [Fact]
    public async Task A_message_in_many_fragments_is_one_message()
    {
        await using var door = await Door.OpenAsync();
        await using var client = await DoorClient.ConnectAsync(door);
        var message = Encoding.UTF8.GetBytes("{\"type\":\"input_audio_buffer.append\",\"audio\":\"" + Convert.ToBase64String(new byte[48_000]) + "\"}");

        foreach (var piece in message.Chunk(777))
        {
            await client.Socket.SendAsync(piece, WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        }

        await client.Socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        await (await door.Calls.NextAsync()).HeardAsync(15_990);
    }

    [Fact]
    public async Task A_flood_of_messages_closes_with_1008()
    {
        await using var door = await Door.OpenAsync(options => (options.MessagesPerSecond, options.MessageBurst) = (60, 100));
        await using var client = await DoorClient.ConnectAsync(door);

        var flood = Task.Run(async () =>
        {
            for (var i = 0; i < 10_000 && client.Socket.State == WebSocketState.Open; i++)
            {
                await client.SendTextAsync("""{"type":"input_audio_buffer.append","audio":""}""");
            }
        });
        var error = await client.NextErrorAsync();
        var (code, reason) = await client.ClosedAsync();
        await Record.ExceptionAsync(() => flood);

        Assert.Equal("session_closed", error.GetProperty("code").GetString());
        Assert.Equal((1008, "too many messages a second"), (code, reason));
        await door.IsHealthyAsync();
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_and_holds_up_nobody()
    {
        await using var door = await Door.OpenAsync(options => (options.MaxWaiting, options.SendTimeout) = (50, TimeSpan.FromSeconds(1)));
        await using var slow = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        call.Tell(new ReplyStarted(default, 1, Spoken: true));
        for (var i = 0; i < 50_000 && !call.Completion.IsCompleted; i++)
        {
            call.Speak(1);
            if (i % 50 == 0)
            {
                await Task.Yield();
            }
        }

        Assert.Equal(CallEnding.Failed, await call.Completion.WaitAsync(Patience.Long));
        var (code, _) = await EndOfAsync(slow);
        Assert.True(code is 1008 or null, $"Closed with {code}.");
        await door.IsHealthyAsync();
    }

    [Fact]
    public async Task A_far_end_that_vanished_is_noticed()
    {
        await using var door = await Door.OpenAsync(options =>
            (options.PingAfter, options.PongTimeout) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200)));
        using var wire = new TcpClient();
        await wire.ConnectAsync(door.Http.Host, door.Http.Port);
        var request = $"GET /v1/realtime?model=reception HTTP/1.1\r\nHost: {door.Http.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer {ScriptedCalls.Key}\r\n\r\n";

        await wire.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        var call = await door.Calls.NextAsync();

        // Nothing is read and no ping answered, as when a telephone lost its network: the connection stands and is dead.
        Assert.Equal(CallEnding.CallerHungUp, await call.Completion.WaitAsync(Patience.Long));
        await door.IsHealthyAsync();
    }

    [Fact]
    public async Task A_client_that_dies_mid_message_ends_its_call_alone()
    {
        await using var door = await Door.OpenAsync();
        var client = await DoorClient.ConnectAsync(door);
        var call = await door.Calls.NextAsync();

        await client.Socket.SendAsync("{\"type\":"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        client.Socket.Abort();

        Assert.Equal(CallEnding.CallerHungUp, await call.Completion.WaitAsync(Patience.Long));
        await door.IsHealthyAsync();
    }

    [Fact]
    public async Task A_hundred_clients_that_misbehave_leave_the_door_open()
    {
        await using var door = await Door.OpenAsync();

        await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (seed, _) =>
        {
            var client = await DoorClient.ConnectAsync(door);
            var noise = new byte[1 + (seed * 199)];
            new Random(seed).NextBytes(noise);
            noise[0] = 0xFF;
            await client.SendBytesAsync(noise, seed % 2 == 0 ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
            if (seed % 2 == 0)
            {
                Assert.True((await EndOfAsync(client)).Code is 1007 or null);
            }
            else
            {
                await client.NextErrorAsync();
            }

            client.Socket.Abort();
        });

        await EmptyAsync(door);
    }

    private static async Task EmptyAsync(Door door)
    {
        using var patience = new CancellationTokenSource(Patience.Long, TimeProvider.System);
        while (door.Calls.Places > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }
    }

    // The first client's bytes have arrived when the server answers another of its pings: a third client's round trip stands for that.
    private static async Task SettledAsync(DoorClient client, Door door)
    {
        Assert.Equal(WebSocketState.Open, client.Socket.State);
        for (var i = 0; i < 3; i++)
        {
            await door.IsHealthyAsync();
        }
    }

    // The close frame may be lost with the connection, when the server closes it over bytes that it did not read.
    private static async Task<(int? Code, string? Reason)> EndOfAsync(DoorClient client)
    {
        try
        {
            return await client.ClosedAsync();
        }
        catch (WebSocketException)
        {
            return (null, null);
        }
    }
}
