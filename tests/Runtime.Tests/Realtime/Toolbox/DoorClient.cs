using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime.Toolbox;

/// <summary>A Realtime client that takes every event apart and holds it against OpenAI's own schema.</summary>
internal sealed class DoorClient : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[256 * 1024];

    private DoorClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    /// <summary>The session that <c>session.created</c> carried.</summary>
    public JsonElement Session { get; private set; }

    public static async Task<DoorClient> ConnectAsync(Door door, string query = "model=reception", Action<ClientWebSocketOptions>? configure = null)
    {
        var client = await DialAsync(door.Socket(query), configure);
        client.Session = (await client.NextAsync("session.created")).GetProperty("session");
        return client;
    }

    /// <summary>Connects and reads nothing yet.</summary>
    public static async Task<DoorClient> DialAsync(Uri address, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (configure is null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + ScriptedCalls.Key);
        }
        else
        {
            configure(socket.Options);
        }

        using var patience = new CancellationTokenSource(Patience.Long, TimeProvider.System);
        await socket.ConnectAsync(address, patience.Token);
        return new DoorClient(socket);
    }

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string message) => SendBytesAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text);

    public Task SendBytesAsync(byte[] message, WebSocketMessageType type) => Socket.SendAsync(message, type, true, CancellationToken.None);

    /// <summary>Sends linear audio at 24 kHz.</summary>
    public Task AppendAsync(ReadOnlySpan<byte> audio) => SendAsync(new { type = "input_audio_buffer.append", audio = Convert.ToBase64String(audio) });

    /// <summary>The next event, which must be of this type.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        var next = await NextAsync();
        Assert.True(next.GetProperty("type").GetString() == type, $"Expected {type}, but got {next}");
        return next;
    }

    /// <summary>The next events, which must be of these types in this order.</summary>
    public async Task<IReadOnlyList<JsonElement>> NextAsync(params string[] types)
    {
        var events = new List<JsonElement>();
        foreach (var type in types)
        {
            events.Add(await NextAsync(type));
        }

        return events;
    }

    /// <summary>The <c>error</c> object of the next event.</summary>
    public async Task<JsonElement> NextErrorAsync() => (await NextAsync("error")).GetProperty("error");

    public async Task<JsonElement> NextAsync()
    {
        var (text, type) = await ReceiveAsync();
        Assert.True(type == WebSocketMessageType.Text, $"Expected an event, but the socket closed: {Socket.CloseStatus} {Socket.CloseStatusDescription}");
        var received = JsonDocument.Parse(text).RootElement.Clone();
        OpenAISchema.Check(received);
        return received;
    }

    /// <summary>Reads on until the server closes.</summary>
    public async Task<(int Code, string Reason)> ClosedAsync()
    {
        while (true)
        {
            var (_, type) = await ReceiveAsync();
            if (type == WebSocketMessageType.Close)
            {
                return ((int)Socket.CloseStatus!.Value, Socket.CloseStatusDescription ?? "");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var patience = new CancellationTokenSource(Patience.Long, TimeProvider.System);
            try
            {
                await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
            catch (WebSocketException)
            {
                // The server was quicker.
            }
        }

        Socket.Dispose();
    }

    private async Task<(ReadOnlyMemory<byte> Text, WebSocketMessageType Type)> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Long, TimeProvider.System);
        var length = 0;
        while (true)
        {
            var part = await Socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            length += part.Count;
            if (part.EndOfMessage)
            {
                return (_buffer.AsMemory(0, length), part.MessageType);
            }
        }
    }
}
