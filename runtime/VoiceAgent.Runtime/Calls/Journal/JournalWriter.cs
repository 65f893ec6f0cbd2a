using System.Threading.Channels;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Telemetry;

namespace VoiceAgent.Runtime.Calls.Journal;

/// <summary>
/// The only writer of calls. Sessions post events and go on; one task gathers them for a moment and writes them in one transaction.
/// While the database is away events wait in order, up to a limit: then details are dropped first, and what was dropped is counted.
/// Registered before whatever runs calls, so that it stops after them.
/// </summary>
internal sealed partial class JournalWriter : BackgroundService
{
    private readonly JournalOptions _options;
    private readonly JournalBatch _batch;
    private readonly RuntimeMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<JournalWriter> _log;
    private readonly Channel<Item> _items;
    private readonly CancellationTokenSource _giveUp = new();
    private bool _disposed;
    private long _lostSaid;
    private long _lost;

    public JournalWriter(
        IOptions<JournalOptions> options, JournalBatch batch, RuntimeMetrics metrics, TimeProvider time, ILogger<JournalWriter> log)
    {
        _options = options.Value;
        _batch = batch;
        _metrics = metrics;
        _time = time;
        _log = log;
        _items = Channel.CreateBounded<Item>(new BoundedChannelOptions(_options.Capacity) { SingleReader = true });
    }

    /// <summary>Since when the database takes nothing; null while it does.</summary>
    public DateTimeOffset? OutageSince { get; private set; }

    /// <summary>Opens the record of a call.</summary>
    public CallJournal Open(CallRecord call, bool keepsText) => new(this, call, keepsText);

    /// <summary>Takes an event, at once. Drops it, counted, if the buffer is full.</summary>
    public void Post(JournalEntry entry)
    {
        var room = entry.IsEssential || _items.Reader.Count < _options.Capacity * 3 / 4;
        if (!room || !_items.Writer.TryWrite(new Item(entry, null)))
        {
            Interlocked.Increment(ref _lost);
            _metrics.JournalLost.WithLabels("buffer_full").Inc();
        }
    }

    /// <summary>Completes when everything that was posted before is in the database, or given up on.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _items.Writer.WriteAsync(new Item(null, flushed), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The writer stops and writes what is left before it does.
            return;
        }

        await flushed.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what is left, for as long as the host allows.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _items.Writer.TryComplete();
        await using var limit = cancellationToken.UnsafeRegister(state => ((CancellationTokenSource)state!).Cancel(), _giveUp);
        if (ExecuteTask is { } writing)
        {
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        // The container disposes what it serves under two names twice.
        if (!_disposed)
        {
            _disposed = true;
            _items.Writer.TryComplete();
            _giveUp.Cancel();
            _giveUp.Dispose();
        }

        base.Dispose();
    }

    /// <summary>Ends when the last event is written: the stopping token would come too early.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var gathered = new List<JournalEntry>(_options.BatchSize);
        var flushes = new List<TaskCompletionSource>();
        try
        {
            while (await WaitAsync())
            {
                Gather(gathered, flushes);
                await WriteAsync(gathered);
                flushes.ForEach(flush => flush.TrySetResult());
                gathered.Clear();
                flushes.Clear();
                SayWhatWasLost();
            }
        }
        catch (OperationCanceledException) when (_giveUp.IsCancellationRequested)
        {
            GaveUp(gathered.Count + _items.Reader.Count);
        }
        finally
        {
            flushes.ForEach(flush => flush.TrySetResult());
            while (_items.Reader.TryRead(out var item))
            {
                item.Flush?.TrySetResult();
            }
        }
    }

    /// <summary>Waits for events, or for the next heartbeat. False when no more will come.</summary>
    private async Task<bool> WaitAsync()
    {
        using var heartbeat = new CancellationTokenSource(TimeSpan.FromSeconds(_options.HeartbeatSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(heartbeat.Token, _giveUp.Token);
        try
        {
            if (!await _items.Reader.WaitToReadAsync(either.Token))
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_options.BatchMilliseconds), _time, _giveUp.Token);
        }
        catch (OperationCanceledException) when (heartbeat.IsCancellationRequested && !_giveUp.IsCancellationRequested)
        {
            // Nothing happened: an empty batch writes the heartbeat alone.
        }

        return true;
    }

    private void Gather(List<JournalEntry> gathered, List<TaskCompletionSource> flushes)
    {
        while (gathered.Count < _options.BatchSize && _items.Reader.TryRead(out var item))
        {
            if (item.Entry is { } entry)
            {
                gathered.Add(entry);
            }
            else
            {
                flushes.Add(item.Flush!);
            }
        }

        _metrics.JournalBacklog.Set(_items.Reader.Count);
    }

    /// <summary>Tries until the database takes the batch, or says that it never will.</summary>
    private async Task WriteAsync(List<JournalEntry> gathered)
    {
        _batch.Apply(gathered);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var refused = await _batch.WriteAsync(repeated: attempt > 0, _giveUp.Token);
                if (refused > 0)
                {
                    _metrics.JournalLost.WithLabels("refused").Inc(refused);
                }

                Recovered();
                return;
            }
            catch (Exception exception) when (Storage.StorageFault.IsOutage(exception))
            {
                Away(exception);
                _metrics.JournalBacklog.Set(_items.Reader.Count);
                await Task.Delay(Backoff(attempt), _time, _giveUp.Token);
            }
        }
    }

    private static TimeSpan Backoff(int attempt) => TimeSpan.FromMilliseconds(Math.Min(5_000, 100 << Math.Min(attempt, 6)));

    private void Away(Exception exception)
    {
        if (OutageSince is null)
        {
            OutageSince = _time.GetUtcNow();
            DatabaseAway(exception);
        }
    }

    private void Recovered()
    {
        if (OutageSince is { } since)
        {
            OutageSince = null;
            DatabaseBack((_time.GetUtcNow() - since).TotalSeconds);
        }
    }

    private void SayWhatWasLost()
    {
        var lost = Interlocked.Read(ref _lost);
        if (lost > _lostSaid)
        {
            Lost(lost - _lostSaid);
            _lostSaid = lost;
        }
    }

    private readonly record struct Item(JournalEntry? Entry, TaskCompletionSource? Flush);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database takes no call records; they wait in memory and calls go on")]
    private partial void DatabaseAway(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database takes call records again after {Seconds:F1} s")]
    private partial void DatabaseBack(double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} call events were dropped because too many waited for the database")]
    private partial void Lost(long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stopped with {Count} call events that the database did not take")]
    private partial void GaveUp(int count);
}
