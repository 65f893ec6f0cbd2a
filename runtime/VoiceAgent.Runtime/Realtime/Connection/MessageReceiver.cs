using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace VoiceAgent.Runtime.Realtime.Connection;

/// <summary>What came from the socket.</summary>
internal enum MessageKind
{
    /// <summary>A whole text message.</summary>
    Text,

    /// <summary>A whole binary message, thrown away.</summary>
    Binary,

    /// <summary>More than <see cref="RealtimeOptions.MaxMessageBytes"/>; the rest was not read.</summary>
    TooBig,

    /// <summary>All sockets together hold too much; the rest was not read.</summary>
    NoMemory,

    /// <summary>The client closed.</summary>
    Close,
}

/// <summary>One message; the text is valid until the next is asked for.</summary>
internal readonly record struct ReceivedMessage(MessageKind Kind, ReadOnlyMemory<byte> Text);

/// <summary>
/// Puts fragments together to messages in pooled memory: 8 KiB for a socket at rest, enough for 100 ms of linear audio, more only
/// while a large message is under way.
/// </summary>
internal sealed class MessageReceiver(WebSocket socket, ReceiveMemory memory, int maxBytes) : IDisposable
{
    private const int RestingBytes = 8 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(RestingBytes);
    private int _borrowed;
    private bool _throwAway;

    /// <summary>From now on whatever comes is read and forgotten, until the client closes.</summary>
    public void ThrowAway() => _throwAway = true;

    /// <summary>Waits for the next message. Never cancelled: a cancelled receive would abort the socket; closing or aborting it ends the wait.</summary>
    /// <exception cref="WebSocketException">The connection is lost.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceivedMessage> NextAsync()
    {
        Shrink();
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            switch (received.MessageType)
            {
                case WebSocketMessageType.Close:
                    return new ReceivedMessage(MessageKind.Close, default);
                case WebSocketMessageType.Binary when received.EndOfMessage:
                    return new ReceivedMessage(MessageKind.Binary, default);
                case WebSocketMessageType.Binary:
                case WebSocketMessageType.Text when _throwAway:
                    continue;
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return new ReceivedMessage(MessageKind.Text, _buffer.AsMemory(0, length));
            }

            if (length == _buffer.Length && Grow(length) is { } refusal)
            {
                return new ReceivedMessage(refusal, default);
            }
        }
    }

    public void Dispose()
    {
        Shrink();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private MessageKind? Grow(int length)
    {
        if (length >= maxBytes)
        {
            return MessageKind.TooBig;
        }

        var wanted = Math.Min(length * 4, maxBytes);
        if (!memory.TryTake(wanted - _borrowed))
        {
            return MessageKind.NoMemory;
        }

        _borrowed = wanted;
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        _buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        return null;
    }

    private void Shrink()
    {
        if (_borrowed > 0)
        {
            memory.Give(_borrowed);
            _borrowed = 0;
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(RestingBytes);
        }
    }
}
