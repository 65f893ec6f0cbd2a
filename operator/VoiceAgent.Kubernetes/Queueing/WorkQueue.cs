using VoiceAgent.Kubernetes.Telemetry;

namespace VoiceAgent.Kubernetes.Queueing;

/// <summary>
/// The keys that need a look. A key is waiting at most once; while a worker has it, adding it again means once more after that worker is done.
/// So no key is worked on twice at the same time and no change is lost. Thread-safe.
/// <code>
///   Add ─► dirty ──(not being worked on)──► ready ─► Take ─► processing ─► Done ──(dirty again)──► ready
/// </code>
/// </summary>
internal sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly QueueMetrics _metrics;
    private readonly DelayedKeys<TKey> _delayed;
    private readonly Dictionary<TKey, Entry> _dirty = [];
    private readonly Dictionary<TKey, long> _processing = [];
    private readonly Queue<Entry> _live = new();
    private readonly Queue<Entry> _background = new();
    private readonly LinkedList<TaskCompletionSource<Taken?>> _takers = new();
    private TaskCompletionSource? _idle;
    private bool _shutDown;

    internal WorkQueue(QueueMetrics metrics, TimeProvider time)
    {
        _metrics = metrics;
        _time = time;
        _delayed = new DelayedKeys<TKey>(time, Add);
        metrics.Observe(Running);
    }

    /// <summary>What a worker got, and whether it should stay behind live work when it comes back.</summary>
    internal readonly record struct Taken(TKey Key, QueuePriority Priority);

    /// <summary>Keys that wait for a worker now.</summary>
    internal int Depth
    {
        get
        {
            lock (_gate)
            {
                return _dirty.Count(pair => pair.Value.Queued);
            }
        }
    }

    /// <summary>Keys that wait for their time.</summary>
    internal int Delayed => _delayed.Count;

    internal void Add(TKey key, QueuePriority priority = QueuePriority.Live)
    {
        TaskCompletionSource<Taken?>? taker = null;
        Taken taken = default;
        lock (_gate)
        {
            if (_shutDown)
            {
                return;
            }

            if (_dirty.TryGetValue(key, out var known))
            {
                Promote(known, priority);
                return;
            }

            _metrics.Added();
            var entry = new Entry(key, priority, _time.GetTimestamp());
            _dirty[key] = entry;
            if (!_processing.ContainsKey(key))
            {
                Enqueue(entry);
                (taker, taken) = Match();
            }
        }

        taker?.TrySetResult(taken);
    }

    internal void AddAfter(TKey key, TimeSpan delay, QueuePriority priority = QueuePriority.Live)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key, priority);
            return;
        }

        _metrics.Retried();
        _delayed.Add(key, delay, priority);
    }

    /// <summary>The next key, once there is one; null when the queue was shut down.</summary>
    internal async ValueTask<Taken?> TakeAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource<Taken?>> taker;
        lock (_gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_shutDown)
            {
                return null;
            }

            if (TryDequeue(out var taken))
            {
                return taken;
            }

            taker = _takers.AddLast(new TaskCompletionSource<Taken?>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var registration = cancellationToken.Register(() => Abandon(taker, cancellationToken));
        return await taker.Value.Task;
    }

    /// <summary>A worker is done with a key. Must follow every take.</summary>
    internal void Done(TKey key)
    {
        TaskCompletionSource<Taken?>? taker = null;
        Taken taken = default;
        lock (_gate)
        {
            if (!_processing.Remove(key, out var started))
            {
                throw new InvalidOperationException("A key was given back that no worker had.");
            }

            _metrics.Worked(_time.GetElapsedTime(started));
            if (_dirty.TryGetValue(key, out var again))
            {
                Enqueue(again);
                (taker, taken) = Match();
            }

            if (_shutDown && _processing.Count == 0)
            {
                _idle?.TrySetResult();
            }
        }

        taker?.TrySetResult(taken);
    }

    /// <summary>Takes nothing in and hands nothing out any more. What waited is dropped: whoever leads next finds it by listing.</summary>
    internal void ShutDown()
    {
        TaskCompletionSource<Taken?>[] takers;
        lock (_gate)
        {
            if (_shutDown)
            {
                return;
            }

            _shutDown = true;
            takers = [.. _takers];
            _takers.Clear();
            _dirty.Clear();
            _live.Clear();
            _background.Clear();
            _metrics.Depth(QueuePriority.Live, 0);
            _metrics.Depth(QueuePriority.Background, 0);
        }

        _delayed.Dispose();
        foreach (var taker in takers)
        {
            taker.TrySetResult(null);
        }
    }

    /// <summary>Shuts down and completes when every key that a worker had is done.</summary>
    internal Task DrainAsync()
    {
        ShutDown();
        lock (_gate)
        {
            if (_processing.Count == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    public void Dispose() => ShutDown();

    /// <summary>How long each key that a worker has now has been with it.</summary>
    internal IReadOnlyList<TimeSpan> Running()
    {
        lock (_gate)
        {
            return [.. _processing.Values.Select(started => _time.GetElapsedTime(started))];
        }
    }

    private void Promote(Entry entry, QueuePriority priority)
    {
        if (priority <= entry.Priority)
        {
            return;
        }

        entry.Priority = priority;
        if (entry.Queued)
        {
            // Its place in the background queue stays behind and is skipped when reached.
            entry.Queued = false;
            _metrics.Depth(QueuePriority.Background, -1, relative: true);
            Enqueue(entry);
        }
    }

    private void Enqueue(Entry entry)
    {
        entry.Queued = true;
        (entry.Priority is QueuePriority.Live ? _live : _background).Enqueue(entry);
        _metrics.Depth(entry.Priority, 1, relative: true);
    }

    private bool TryDequeue(out Taken taken)
    {
        if ((Next(_live) ?? Next(_background)) is not { } entry)
        {
            taken = default;
            return false;
        }

        entry.Queued = false;
        _dirty.Remove(entry.Key);
        _processing.Add(entry.Key, _time.GetTimestamp());
        _metrics.Depth(entry.Priority, -1, relative: true);
        _metrics.Waited(_time.GetElapsedTime(entry.AddedAt));
        taken = new Taken(entry.Key, entry.Priority);
        return true;
    }

    // An entry that was promoted sits in both queues; whichever place is reached second is stale.
    private Entry? Next(Queue<Entry> queue)
    {
        while (queue.TryDequeue(out var entry))
        {
            if (entry.Queued && ReferenceEquals(_dirty.GetValueOrDefault(entry.Key), entry))
            {
                return entry;
            }
        }

        return null;
    }

    private (TaskCompletionSource<Taken?>? Taker, Taken Taken) Match()
    {
        if (_takers.First is not { } first || !TryDequeue(out var taken))
        {
            return (null, default);
        }

        _takers.RemoveFirst();
        return (first.Value, taken);
    }

    private void Abandon(LinkedListNode<TaskCompletionSource<Taken?>> taker, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (taker.List is null)
            {
                // A key was handed over in the same moment; the worker gets it and gives it back.
                return;
            }

            _takers.Remove(taker);
        }

        taker.Value.TrySetCanceled(cancellationToken);
    }

    private sealed class Entry(TKey key, QueuePriority priority, long addedAt)
    {
        internal TKey Key { get; } = key;

        internal QueuePriority Priority { get; set; } = priority;

        internal long AddedAt { get; } = addedAt;

        internal bool Queued { get; set; }
    }
}
