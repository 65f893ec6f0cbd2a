using System.Text.Json.Nodes;
using System.Threading.Channels;
using VoiceAgent.Conversation;
using VoiceAgent.Providers.Mouths;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Deepgram;

/// <summary>One speech socket. It has no names for sentences: they come one after another, and what comes after a Clear and before its Cleared is thrown away.</summary>
internal sealed class AuraLine : ISpeechLine
{
    private const int MostPieces = 4_096;

    private readonly VendorConnection _connection;
    private readonly VendorSocket _socket;
    private readonly Action _broken;
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _gate = new();
    private readonly Task _reading;
    private Channel<byte[]>? _current;
    private int _clearing;

    private AuraLine(VendorConnection connection, VendorSocket socket, Action broken)
    {
        _connection = connection;
        _socket = socket;
        _broken = broken;
        _reading = connection.Loops.Run(ReadAsync);
    }

    public ProviderException? Fault { get; private set; }

    /// <param name="connection">The vendor.</param>
    /// <param name="voice">What is spoken with.</param>
    /// <param name="broken">Called once when the socket breaks, from its own loop.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<ISpeechLine> OpenAsync(VendorConnection connection, AuraVoice voice, Action broken, CancellationToken cancellationToken) =>
        new AuraLine(connection, await VendorSocket.ConnectAsync(connection, CallStage.Speech, voice.Socket, cancellationToken), broken);

    public ISentence Sentence(string text) => new AuraSentence(_connection, this, text);

    /// <summary>Has a sentence spoken; its audio comes in the pieces that are returned, and they end with it.</summary>
    public async ValueTask<ChannelReader<byte[]>> SpeakAsync(string text, CancellationToken cancellationToken)
    {
        var pieces = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostPieces) { SingleReader = true });
        lock (_gate)
        {
            if (Fault is { } fault)
            {
                throw fault;
            }

            _current = pieces;
        }

        await _socket.SendAsync(SocketMessage.Text(new JsonObject { ["type"] = "Speak", ["text"] = text }), cancellationToken);
        await _socket.SendAsync(Say("Flush"), cancellationToken);
        return pieces.Reader;
    }

    /// <summary>The sentence is not wanted any more. The next may be sent at once: the vendor keeps the order.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _current = null;
            if (_socket.TrySend(Say("Clear")))
            {
                _clearing++;
            }
        }
    }

    /// <summary>Order: the vendor is told, the socket goes, then the loop that reads it.</summary>
    public async ValueTask DisposeAsync()
    {
        _socket.TrySend(Say("Close"));
        await _closed.CancelAsync();
        await _socket.DisposeAsync();
        await _reading;
        _closed.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                Take(await _socket.ReceiveAsync(_closed.Token));
            }
        }
        catch (Exception failure)
        {
            lock (_gate)
            {
                Fault = _connection.Faults.Other(CallStage.Speech, failure);
                _current?.Writer.TryComplete(Fault);
            }

            if (!_closed.IsCancellationRequested)
            {
                _broken();
            }
        }
    }

    private void Take(SocketMessage message)
    {
        if (!message.IsText)
        {
            lock (_gate)
            {
                if (_clearing == 0)
                {
                    _current?.Writer.TryWrite(message.Bytes.ToArray());
                }
            }

            return;
        }

        using var body = message.Read();
        var root = body.RootElement;
        switch (root.GetProperty("type").GetString())
        {
            case "Flushed":
                lock (_gate)
                {
                    if (_clearing == 0)
                    {
                        _current?.Writer.TryComplete();
                    }
                }

                break;
            case "Cleared":
                lock (_gate)
                {
                    _clearing = Math.Max(0, _clearing - 1);
                }

                break;
            case "Warning" or "Error":
                var fault = _connection.Faults.Event(CallStage.Speech, DeepgramFaults.Read(root));
                lock (_gate)
                {
                    _current?.Writer.TryComplete(fault);
                }

                break;
        }
    }

    private static SocketMessage Say(string type) => SocketMessage.Text(new JsonObject { ["type"] = type });
}
