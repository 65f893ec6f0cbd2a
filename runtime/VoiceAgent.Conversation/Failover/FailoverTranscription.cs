using System.Threading.Channels;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Conversation.Failover;

/// <summary>The ear of one call over a chain of recognisers.</summary>
internal sealed class FailoverTranscription : ITranscription
{
    // A chain that changes hands more often than this within one call is not going to get better.
    private const int MostChanges = 6;

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<ChainLink<ITranscriber, TranscriptionOptions>> _links;
    private readonly Channel<TranscriptEvent> _events = Channel.CreateUnbounded<TranscriptEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<OpenUtterance> _open = [];
    private readonly CancellationTokenSource _over = new();
    private readonly CallClock _clock;
    private readonly TimeSpan _finalWithin;
    private readonly IProviderObserver? _observer;
    private readonly ITimer _watch;
    private readonly Task _run;
    private ITranscription _ear;
    private int _at;
    private int _late;

    public FailoverTranscription(
        IReadOnlyList<ChainLink<ITranscriber, TranscriptionOptions>> links, ITranscription ear, int at, TimeSpan finalWithin, TimeProvider time, IProviderObserver? observer)
    {
        (_links, _ear, _at, _finalWithin, _observer) = (links, ear, at, finalWithin, observer);
        _clock = new CallClock(time);
        _watch = time.CreateTimer(_ => Watch(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _run = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();
    }

    public ChannelReader<TranscriptEvent> Events => _events.Reader;

    public void Begin(int utterance)
    {
        lock (_gate)
        {
            _open.Add(new OpenUtterance(utterance));
            _ear.Begin(utterance);
        }
    }

    public void Write(ReadOnlySpan<short> samples)
    {
        lock (_gate)
        {
            _open.LastOrDefault()?.Write(samples);
            _ear.Write(samples);
        }
    }

    public void End(int utterance)
    {
        lock (_gate)
        {
            if (_open.Find(open => open.Number == utterance) is { } ended)
            {
                ended.EndedAt = _clock.Now;
            }

            _ear.End(utterance);
            _watch.Change(_finalWithin, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Order: the watch, the ear, the loop that reads it, what was kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await _over.CancelAsync();
        await _ear.DisposeAsync();
        await _run;
        lock (_gate)
        {
            _open.ForEach(open => open.Dispose());
            _open.Clear();
        }

        _over.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            for (var changes = 0; ; changes++)
            {
                var fault = await ReadAsync();
                if (_over.IsCancellationRequested)
                {
                    break;
                }

                if (changes == MostChanges)
                {
                    throw fault;
                }

                await ChangeEarAsync(fault);
            }

            _events.Writer.TryComplete();
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            _events.Writer.TryComplete();
        }
        catch (Exception exception)
        {
            _events.Writer.TryComplete(exception);
        }
    }

    // Reads the present ear until it goes deaf or is too late.
    private async Task<ProviderException> ReadAsync()
    {
        try
        {
            while (await _ear.Events.WaitToReadAsync(_over.Token))
            {
                while (_ear.Events.TryRead(out var heard))
                {
                    if (Volatile.Read(ref _late) != 0)
                    {
                        break;
                    }

                    Take(heard);
                }

                if (Volatile.Read(ref _late) != 0)
                {
                    break;
                }
            }
        }
        catch (ProviderException fault)
        {
            return fault;
        }

        return new ProviderException(_links[_at].Name, CallStage.Transcription, FaultOwner.Provider, "No transcript came in time.", retryable: true);
    }

    private void Take(TranscriptEvent heard)
    {
        lock (_gate)
        {
            if (heard.IsFinal && _open.Find(open => open.Number == heard.Utterance) is { } understood)
            {
                _open.Remove(understood);
                understood.Dispose();
            }
        }

        _events.Writer.TryWrite(heard);
    }

    private async Task ChangeEarAsync(ProviderException fault)
    {
        var next = (_at + 1) % _links.Count;
        _observer?.FailedOver(fault, _links[next].Name);
        var (ear, at) = await Chain.FirstAsync(_links, next, CallStage.Transcription, _observer, link => link.Service.OpenAsync(link.Options, _over.Token));
        ITranscription old;
        lock (_gate)
        {
            (old, _ear, _at) = (_ear, ear, at);
            Volatile.Write(ref _late, 0);
            foreach (var open in _open)
            {
                HearAgain(ear, open);
            }
        }

        await old.DisposeAsync();
    }

    private void HearAgain(ITranscription ear, OpenUtterance open)
    {
        ear.Begin(open.Number);
        ear.Write(open.Samples);
        if (open.EndedAt is not null)
        {
            open.EndedAt = _clock.Now;
            ear.End(open.Number);
            _watch.Change(_finalWithin, Timeout.InfiniteTimeSpan);
        }
    }

    // A final transcript is owed for too long: the ear is closed, which ends the reading of it.
    private void Watch()
    {
        ITranscription? deaf = null;
        lock (_gate)
        {
            if (_open.Exists(open => open.EndedAt + _finalWithin <= _clock.Now))
            {
                deaf = _ear;
            }
        }

        if (deaf is not null && !_over.IsCancellationRequested)
        {
            Volatile.Write(ref _late, 1);
            _ = CloseAsync(deaf);
        }
    }

    // A failure to close a deaf ear changes nothing: it is being replaced.
    private static async Task CloseAsync(ITranscription deaf)
    {
        try
        {
            await deaf.DisposeAsync();
        }
        catch (ProviderException)
        {
        }
    }
}
