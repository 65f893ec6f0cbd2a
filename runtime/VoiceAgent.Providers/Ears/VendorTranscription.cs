using System.Threading.Channels;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers.Wire;

namespace VoiceAgent.Providers.Ears;

/// <summary>How utterances are brought to a vendor.</summary>
internal interface IListener : IAsyncDisposable
{
    /// <summary>Hears utterances one after another until there are no more. Each gets its final; a failure ends the ear.</summary>
    Task ListenAsync(ChannelReader<Utterance> utterances, EarEvents events, CancellationToken cancellationToken);
}

/// <summary>
/// The ear of one call at a vendor. Utterances are on the wire one at a time: not every vendor names the utterance that a transcript belongs to,
/// and what waits is caught up with faster than it was spoken.
/// </summary>
internal sealed class VendorTranscription : ITranscription
{
    // More utterances than that behind the caller's voice is no conversation any more.
    private const int MostWaiting = 64;

    private readonly VendorConnection _connection;
    private readonly IListener _listener;
    private readonly EarEvents _events = new();
    private readonly Channel<Utterance> _utterances = Channel.CreateBounded<Utterance>(MostWaiting);

    // Not disposed: the caller's thread may still come with a frame, and there is no timer in it to let go.
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _listening;
    private Utterance? _current;

    public VendorTranscription(VendorConnection connection, IListener listener)
    {
        _connection = connection;
        _listener = listener;
        _listening = connection.Loops.Run(ListenAsync);
    }

    public ChannelReader<TranscriptEvent> Events => _events.Reader;

    public void Begin(int utterance)
    {
        _current?.Complete();
        _current = new Utterance(utterance, _connection.Options.MaximumUtteranceSeconds * 16_000);
        if (!_utterances.Writer.TryWrite(_current) && !_closed.IsCancellationRequested)
        {
            _events.Close(_connection.Faults.Late(CallStage.Transcription, "transcript", _connection.Options.FinalWithin));
            _closed.Cancel();
        }
    }

    public void Write(ReadOnlySpan<short> samples) => _current?.Write(samples);

    public void End(int utterance)
    {
        if (_current?.Number == utterance)
        {
            _current.Complete();
            _current = null;
        }
    }

    /// <summary>Order: no more utterances, the loop ends, its connection is let go, the events end.</summary>
    public async ValueTask DisposeAsync()
    {
        _utterances.Writer.TryComplete();
        await _closed.CancelAsync();
        await _listening;
        await _listener.DisposeAsync();
        _events.Close();
    }

    private async Task ListenAsync()
    {
        try
        {
            await _listener.ListenAsync(_utterances.Reader, _events, _closed.Token);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // Closed by its call.
        }
        catch (Exception failure)
        {
            _events.Close(_connection.Faults.Other(CallStage.Transcription, failure));
        }
    }
}
