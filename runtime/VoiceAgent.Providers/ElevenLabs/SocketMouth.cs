using System.Runtime.CompilerServices;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Providers.Ears;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.ElevenLabs;

/// <summary>
/// The mouth of one call: one warm socket, a context for every sentence. A context of its own is what lets a sentence end, be cancelled and overlap with the next
/// without a word about the others. A socket that breaks is replaced at once; while none can be had, sentences go over HTTP.
/// </summary>
internal sealed class SocketMouth : ISpeechStream
{
    // The vendor takes five contexts at a time: these, the one that stands ready, and one that is just being closed.
    private const int MostAtOnce = 3;

    private readonly VendorConnection _connection;
    private readonly ElevenLabsVoice _voice;
    private readonly HttpMouth _http;
    private readonly Reconnects _reconnects;
    private readonly SemaphoreSlim _room = new(MostAtOnce);
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _gate = new();
    private Task<ContextLine> _line;

    private SocketMouth(VendorConnection connection, ElevenLabsVoice voice)
    {
        _connection = connection;
        _voice = voice;
        _http = new HttpMouth(connection, voice);
        _reconnects = new Reconnects(connection.Options.ReconnectsPerMinute, connection.Time);
        _line = null!;
    }

    public int SampleRate => ElevenLabsVoice.SampleRate;

    public static async Task<SocketMouth> OpenAsync(VendorConnection connection, ElevenLabsVoice voice, CancellationToken cancellationToken)
    {
        var mouth = new SocketMouth(connection, voice);
        mouth._line = Task.FromResult(await ContextLine.OpenAsync(connection, voice, mouth.Replace, cancellationToken));
        return mouth;
    }

    public async IAsyncEnumerable<SpeechChunk> SpeakAsync(string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            using var sentence = await BeginAsync(text, cancellationToken);
            await foreach (var chunk in sentence?.ReadAsync(cancellationToken) ?? _http.SpeakAsync(text, cancellationToken))
            {
                yield return chunk;
            }
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Order: no new socket, then the one there is.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        Task<ContextLine> line;
        lock (_gate)
        {
            line = _line;
        }

        if (await Task.WhenAny(line) is { IsCompletedSuccessfully: true })
        {
            await (await line).DisposeAsync();
        }
    }

    // Null when there is no socket to be had. Once a sound was heard nothing is asked for again.
    private async Task<SocketSentence?> BeginAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            ContextLine line;
            try
            {
                line = await Line().WaitAsync(cancellationToken);
            }
            catch (ProviderException fault) when (fault.Retryable)
            {
                _connection.Logger.SpeaksOverHttp(_connection.Name, fault.Message);
                return null;
            }

            var sentence = new SocketSentence(_connection, line, text);
            try
            {
                await sentence.BeginAsync(cancellationToken);
                return sentence;
            }
            catch (ProviderException fault) when (line.Fault is not null && VendorFaults.IsWorthRepeating(fault))
            {
                sentence.Dispose();
            }
            catch
            {
                sentence.Dispose();
                throw;
            }
        }
    }

    private void Replace() => _ = Line();

    private Task<ContextLine> Line()
    {
        lock (_gate)
        {
            var broken = _line.IsFaulted || (_line.IsCompletedSuccessfully && _line.Result.Fault is not null);
            return broken && !_closed.IsCancellationRequested ? _line = ReplaceAsync(_line) : _line;
        }
    }

    private async Task<ContextLine> ReplaceAsync(Task<ContextLine> before)
    {
        await Task.Yield();
        var fault = before.IsFaulted ? (ProviderException)before.Exception.InnerException! : before.Result.Fault!;
        if (before.IsCompletedSuccessfully)
        {
            await before.Result.DisposeAsync();
        }

        if (!VendorFaults.IsWorthRepeating(fault) || _reconnects.Take() is not { } pause)
        {
            throw fault;
        }

        _connection.Logger.MouthReconnects(_connection.Name, fault.Message);
        await Task.Delay(pause, _connection.Time, _closed.Token);
        return await ContextLine.OpenAsync(_connection, _voice, Replace, _closed.Token);
    }
}
