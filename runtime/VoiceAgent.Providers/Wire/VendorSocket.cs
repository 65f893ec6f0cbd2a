using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Threading.Channels;
using VoiceAgent.Conversation;

namespace VoiceAgent.Providers.Wire;

/// <summary>A WebSocket to a vendor. Anyone may send; one reads.</summary>
internal sealed class VendorSocket : IAsyncDisposable
{
    // 256 messages of 32 ms are 8 s of audio that the vendor has not taken: by then it is lost anyway.
    private const int MostUnsent = 256;
    private const int LongestMessage = 16 * 1024 * 1024;

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FarewellWithin = TimeSpan.FromSeconds(1);

    private readonly ClientWebSocket _socket;
    private readonly VendorConnection _connection;
    private readonly CallStage _stage;
    private readonly Channel<SocketMessage> _unsent = Channel.CreateBounded<SocketMessage>(new BoundedChannelOptions(MostUnsent) { SingleReader = true });
    private readonly Task _sending;
    private readonly ArrayBufferWriter<byte> _received = new(8 * 1024);

    private VendorSocket(ClientWebSocket socket, VendorConnection connection, CallStage stage)
    {
        _socket = socket;
        _connection = connection;
        _stage = stage;
        _sending = connection.Loops.Run(SendAllAsync);
    }

    /// <summary>Opens a socket.</summary>
    /// <exception cref="ProviderException">The vendor refused, or could not be reached in time.</exception>
    public static async Task<VendorSocket> ConnectAsync(VendorConnection connection, CallStage stage, Uri address, CancellationToken cancellationToken)
    {
        connection.RequireKey(stage);
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = PingEvery;
        socket.Options.KeepAliveTimeout = PongWithin;
        using var patience = new Patience(connection.Options.ConnectWithin, connection.Time, cancellationToken);
        try
        {
            await socket.ConnectAsync(address, connection.Sockets, patience.Token);
            return new VendorSocket(socket, connection, stage);
        }
        catch (Exception failure)
        {
            var status = socket.HttpStatusCode;
            var headers = socket.HttpResponseHeaders;
            socket.Dispose();
            throw status is not 0 and not HttpStatusCode.SwitchingProtocols && failure is not OperationCanceledException
                ? connection.Faults.Handshake(stage, (int)status, Said(headers))
                : HttpAnswer.Sorted(connection, stage, failure, patience);
        }
    }

    /// <summary>Sends after all that was sent before. Waits when the vendor does not take it.</summary>
    public async ValueTask SendAsync(SocketMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await _unsent.Writer.WriteAsync(message, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw _connection.Faults.Closed(_stage, (int?)_socket.CloseStatus, _socket.CloseStatusDescription);
        }
    }

    /// <summary>Sends without waiting; false when the vendor takes nothing any more.</summary>
    public bool TrySend(SocketMessage message) => _unsent.Writer.TryWrite(message);

    /// <summary>The next message, valid until the next call.</summary>
    /// <exception cref="ProviderException">The socket is closed, or broken.</exception>
    public async ValueTask<SocketMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            _received.ResetWrittenCount();
            while (true)
            {
                var part = await _socket.ReceiveAsync(_received.GetMemory(4 * 1024), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    throw _connection.Faults.Closed(_stage, (int?)_socket.CloseStatus, _socket.CloseStatusDescription);
                }

                _received.Advance(part.Count);
                if (part.EndOfMessage)
                {
                    return new SocketMessage(_received.WrittenMemory, part.MessageType == WebSocketMessageType.Text);
                }

                if (_received.WrittenCount > LongestMessage)
                {
                    throw _connection.Faults.Malformed(_stage, "a message of more than 16 MiB");
                }
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw _connection.Faults.Other(_stage, failure is ObjectDisposedException ? new WebSocketException(WebSocketError.ConnectionClosedPrematurely) : failure);
        }
    }

    /// <summary>Order: what was sent goes out, then the farewell, then the connection is cut whether or not the vendor answered.</summary>
    public async ValueTask DisposeAsync()
    {
        _unsent.Writer.TryComplete();
        using var patience = new Patience(FarewellWithin, _connection.Time, CancellationToken.None);
        try
        {
            await _sending.WaitAsync(patience.Token);
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It is being left anyway.
        }

        _socket.Abort();
        _socket.Dispose();
        await _sending;
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var message in _unsent.Reader.ReadAllAsync())
            {
                await _socket.SendAsync(message.Bytes, message.IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever reads the socket finds it broken and says so.
            _unsent.Writer.TryComplete();
            _socket.Abort();
        }
    }

    // Deepgram says in a header why it refused; the body of a handshake is not to be had.
    private static Refusal Said(IReadOnlyDictionary<string, IEnumerable<string>>? headers)
    {
        var wait = headers is not null && headers.TryGetValue("Retry-After", out var seconds) ? Refusal.WaitOf(seconds.FirstOrDefault()) : null;
        var code = headers is not null && headers.TryGetValue("dg-error", out var codes) ? codes.FirstOrDefault() : null;
        return new Refusal(code, RetryAfter: wait);
    }
}
