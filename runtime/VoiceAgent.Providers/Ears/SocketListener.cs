using System.Threading.Channels;
using VoiceAgent.Conversation;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Ears;

/// <summary>
/// For vendors that hear while one speaks: one socket a call. A socket that breaks is replaced, and told the utterance under way again from its first sample;
/// when that happens too often, the ear gives up and says so.
/// </summary>
internal sealed class SocketListener(VendorConnection connection, Func<EarDialect> dialect) : IListener
{
    private readonly Reconnects _reconnects = new(connection.Options, connection.Time);
    private EarLine? _line;

    /// <summary>Opens the first connection.</summary>
    /// <exception cref="ProviderException">The vendor refused, or could not be reached.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken) => _line = await EarLine.OpenAsync(connection, dialect(), cancellationToken);

    public async Task ListenAsync(ChannelReader<Utterance> utterances, EarEvents events, CancellationToken cancellationToken)
    {
        while (true)
        {
            var waiting = utterances.WaitToReadAsync(cancellationToken).AsTask();
            await PersistAsync(line => line.RestAsync(waiting, cancellationToken), cancellationToken);
            if (!await waiting || !utterances.TryRead(out var utterance))
            {
                return;
            }

            var transcript = await TranscribeAsync(utterance, events, cancellationToken);
            await events.FinishAsync(utterance, transcript, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_line is not null)
        {
            await _line.DisposeAsync();
        }
    }

    private async Task<Transcript> TranscribeAsync(Utterance utterance, EarEvents events, CancellationToken cancellationToken)
    {
        var transcript = Transcript.Empty;
        await PersistAsync(
            async line => transcript = await line.HearAsync(utterance, heard => events.Guess(utterance, heard.Guess ?? "", heard.EndOfTurn), cancellationToken),
            cancellationToken);
        return transcript;
    }

    private async Task PersistAsync(Func<EarLine, Task> use, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _line ??= await EarLine.OpenAsync(connection, dialect(), cancellationToken);
                await use(_line);
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                var fault = connection.Faults.Other(CallStage.Transcription, failure);
                await LetGoAsync();
                if (!VendorFaults.IsWorthRepeating(fault) || _reconnects.Take() is not { } pause)
                {
                    throw fault;
                }

                connection.Logger.EarReconnects(connection.Name, fault.Message);
                await Task.Delay(pause, connection.Time, cancellationToken);
            }
        }
    }

    private async Task LetGoAsync()
    {
        if (Interlocked.Exchange(ref _line, null) is { } line)
        {
            await line.DisposeAsync();
        }
    }
}
