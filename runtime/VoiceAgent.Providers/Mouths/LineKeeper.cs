using VoiceAgent.Conversation;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Mouths;

/// <summary>Keeps one speech socket standing through a call. One that breaks is replaced at once, whether or not a sentence waits for it, as often as the budget allows.</summary>
/// <param name="connection">The vendor.</param>
/// <param name="open">Opens a socket, and is given what to call when it breaks.</param>
internal sealed class LineKeeper(VendorConnection connection, Func<Action, CancellationToken, Task<ISpeechLine>> open) : IAsyncDisposable
{
    private readonly Reconnects _reconnects = new(connection.Options, connection.Time);
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _gate = new();
    private Task<ISpeechLine> _line = Task.FromException<ISpeechLine>(new InvalidOperationException("Not opened."));

    /// <summary>Opens the first socket.</summary>
    /// <exception cref="ProviderException">The vendor refused, or could not be reached.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken) => _line = Task.FromResult(await open(Replace, cancellationToken));

    /// <summary>The socket that stands, or the one that is about to.</summary>
    /// <exception cref="ProviderException">There is none to be had.</exception>
    public Task<ISpeechLine> LineAsync(CancellationToken cancellationToken) => Line().WaitAsync(cancellationToken);

    /// <summary>Order: no new socket, then the one there is.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        Task<ISpeechLine> line;
        lock (_gate)
        {
            line = _line;
        }

        if (await Task.WhenAny(line) is { IsCompletedSuccessfully: true })
        {
            await (await line).DisposeAsync();
        }
    }

    private void Replace() => _ = Line();

    private Task<ISpeechLine> Line()
    {
        lock (_gate)
        {
            var broken = _line.IsFaulted || (_line.IsCompletedSuccessfully && _line.Result.Fault is not null);
            return broken && !_closed.IsCancellationRequested ? _line = ReplaceAsync(_line) : _line;
        }
    }

    private async Task<ISpeechLine> ReplaceAsync(Task<ISpeechLine> before)
    {
        await Task.Yield();
        var fault = before.IsFaulted ? connection.Faults.Other(CallStage.Speech, before.Exception.InnerException!) : before.Result.Fault!;
        if (before.IsCompletedSuccessfully)
        {
            await before.Result.DisposeAsync();
        }

        if (!VendorFaults.IsWorthRepeating(fault) || _reconnects.Take() is not { } pause)
        {
            throw fault;
        }

        connection.Logger.MouthReconnects(connection.Name, fault.Message);
        await Task.Delay(pause, connection.Time, _closed.Token);
        return await open(Replace, _closed.Token);
    }
}
