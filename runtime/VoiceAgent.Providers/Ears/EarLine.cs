using VoiceAgent.Conversation;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Ears;

/// <summary>One connection of an ear, used by one loop.</summary>
internal sealed class EarLine : IAsyncDisposable
{
    // 100 ms: what waits is sent in few messages, what is spoken now is sent as it comes.
    private const int MostSamples = 1_600;

    private readonly VendorConnection _connection;
    private readonly VendorSocket _socket;
    private readonly EarDialect _dialect;
    private readonly CancellationTokenSource _closed = new();
    private readonly short[] _samples = new short[MostSamples];
    private Task<SocketMessage>? _receiving;

    private EarLine(VendorConnection connection, VendorSocket socket, EarDialect dialect)
    {
        _connection = connection;
        _socket = socket;
        _dialect = dialect;
    }

    public static async Task<EarLine> OpenAsync(VendorConnection connection, EarDialect dialect, CancellationToken cancellationToken)
    {
        var socket = await VendorSocket.ConnectAsync(connection, CallStage.Transcription, dialect.Address, cancellationToken);
        using var patience = new Patience(connection.Options.ConnectWithin, connection.Time, cancellationToken);
        try
        {
            await dialect.GreetAsync(socket, patience.Token);
            return new EarLine(connection, socket, dialect);
        }
        catch (Exception failure)
        {
            await socket.DisposeAsync();
            throw HttpAnswer.Sorted(connection, CallStage.Transcription, failure, patience);
        }
    }

    /// <summary>Listens to a line on which nothing is said, and keeps it open. Ends when <paramref name="until"/> does.</summary>
    public async Task RestAsync(Task until, CancellationToken cancellationToken)
    {
        while (!until.IsCompleted)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var tick = Task.Delay(_dialect.KeepAliveEvery ?? Timeout.InfiniteTimeSpan, _connection.Time, pause.Token);
            var first = await Task.WhenAny(until, Receiving(), tick);
            await pause.CancelAsync();
            if (first == _receiving)
            {
                _dialect.Read(await TakeAsync());
            }
            else if (first == tick)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await _socket.SendAsync(_dialect.KeepAlive(), cancellationToken);
            }
        }
    }

    /// <summary>Hears an utterance from its first sample on.</summary>
    public async Task<Transcript> HearAsync(Utterance utterance, Action<Heard> guess, CancellationToken cancellationToken)
    {
        using var patience = new Patience(Timeout.InfiniteTimeSpan, _connection.Time, cancellationToken);
        _dialect.Begin();
        var (sent, ended) = (0, false);
        var changed = Task.CompletedTask;
        var never = Task.Delay(Timeout.InfiniteTimeSpan, _connection.Time, patience.Token);
        var settled = never;
        while (true)
        {
            if (!ended && changed.IsCompleted)
            {
                (sent, ended) = await SendAsync(utterance, sent, patience);
                changed = ended ? never : utterance.ChangedAsync(patience.Token).AsTask();
                settled = ended && _dialect.SettlesAfter is { } after ? Task.Delay(after, _connection.Time, patience.Token) : never;
            }

            var first = await Task.WhenAny(Receiving(), changed, settled);
            cancellationToken.ThrowIfCancellationRequested();
            if (first == _receiving)
            {
                var heard = _dialect.Read(await TakeAsync());
                if (heard.Final is { } final)
                {
                    return final;
                }

                guess(heard);
            }
            else if (patience.Exhausted)
            {
                throw _connection.Faults.Late(CallStage.Transcription, "transcript", _connection.Options.FinalWithin);
            }
            else if (first == settled)
            {
                if (_dialect.Settled() is { } enough)
                {
                    return enough;
                }

                settled = never;
            }
        }
    }

    /// <summary>Order: the vendor's last message, the socket, then whoever still waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_dialect.Farewell is { } farewell)
        {
            _socket.TrySend(farewell);
        }

        await _socket.DisposeAsync();
        await _closed.CancelAsync();
        if (_receiving is not null)
        {
            await ((Task)_receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _closed.Dispose();
    }

    private async Task<(int Sent, bool Ended)> SendAsync(Utterance utterance, int sent, Patience patience)
    {
        // Asked before reading: what is written in between is read, what is complete now stays so.
        var complete = utterance.IsComplete;
        patience.Renew(_connection.Options.StallWithin);
        try
        {
            for (int count; (count = utterance.Read(sent, _samples)) > 0; sent += count)
            {
                await _socket.SendAsync(_dialect.Audio(_samples.AsSpan(0, count)), patience.Token);
            }

            foreach (var message in complete ? _dialect.End(sent) : [])
            {
                await _socket.SendAsync(message, patience.Token);
            }
        }
        catch (OperationCanceledException) when (patience.Exhausted)
        {
            throw _connection.Faults.Vendor(CallStage.Transcription, $"{_connection.Vendor} takes no more audio.");
        }

        patience.Renew(complete ? _connection.Options.FinalWithin : Timeout.InfiniteTimeSpan);
        return (sent, complete);
    }

    private Task<SocketMessage> Receiving() => _receiving ??= _socket.ReceiveAsync(_closed.Token).AsTask();

    private async Task<SocketMessage> TakeAsync()
    {
        var message = await _receiving!;
        _receiving = null;
        return message;
    }
}
