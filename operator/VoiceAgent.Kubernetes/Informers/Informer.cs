using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Telemetry;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>A cache that a <see cref="Reflector{T}"/> keeps current, and that tells its handlers what changed.</summary>
internal sealed partial class Informer<T> : IObjectCache<T>, IInformer, IReflectorSink<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _dispatch = new();
    private readonly ObjectStore<T> _store = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<T, T>? _transform;
    private readonly Reflector<T> _reflector;
    private readonly InformerMetrics.Cache _metrics;
    private readonly ILogger _logger;
    private IInformerHandler<T>[] _handlers = [];
    private int _count;

    internal Informer(InformerOptions<T> options, InformerServices services)
    {
        Kind = options.Kind ?? ResourceKind.Of<T>();
        Selection = options.Selection;
        _transform = options.Transform;
        _logger = services.Loggers.CreateLogger($"{typeof(Informer<>).Namespace}.Informer");
        _metrics = services.Metrics.For(Kind.Resource, Selection.Namespace, View(Selection));
        _metrics.Synced(false);
        Pulse = new WatchPulse(services.Time, _metrics);
        _reflector = new Reflector<T>(Kind, Selection, this, Pulse, _metrics, services);
    }

    public ResourceKind Kind { get; }

    public Selection Selection { get; }

    public WatchPulse Pulse { get; }

    public bool HasSynced => _synced.Task.IsCompleted;

    public Task Synced => _synced.Task;

    public bool HasSyncedIn(string? namespaceName) => HasSynced && (Selection.Namespace is null || Selection.Namespace == namespaceName);

    public T? Find(ObjectKey key) => _store.Find(key);

    public IReadOnlyList<T> All() => _store.All();

    public IReadOnlyList<T> ByIndex(string index, string value) => _store.ByIndex(index, value);

    public void AddIndex(string index, Func<T, IEnumerable<string>> values) => _store.AddIndex(index, values);

    public T Normalise(T obj)
    {
        var lean = Transforms.Lean(obj);
        return _transform is null ? lean : _transform(lean);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _reflector.RunAsync(cancellationToken);
        }
        finally
        {
            _metrics.Remove();
        }
    }

    public IDisposable AddHandler(IInformerHandler<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_dispatch)
        {
            foreach (var obj in _store.All())
            {
                Tell(handler, obj, static (listener, added) => listener.Added(added, initial: true));
            }

            _handlers = [.. _handlers, handler];
        }

        return new Subscription(this, handler);
    }

    void IReflectorSink<T>.Replace(IReadOnlyList<T> items, IReadOnlyList<ObjectKey> undecodable)
    {
        lock (_dispatch)
        {
            var present = new HashSet<ObjectKey>(undecodable);
            foreach (var key in undecodable)
            {
                ReportUnreadable(key);
            }

            foreach (var item in items)
            {
                present.Add(ObjectKey.Of(item));
                Put(item, initial: !HasSynced);
            }

            // What vanished while nobody watched: no event will ever come for it, so it is made here.
            foreach (var obj in _store.All())
            {
                if (!present.Contains(ObjectKey.Of(obj)))
                {
                    Drop(ObjectKey.Of(obj), obj);
                }
            }

            _synced.TrySetResult();
            _metrics.Synced(true);
        }
    }

    void IReflectorSink<T>.Upsert(T obj)
    {
        lock (_dispatch)
        {
            Put(obj, initial: false);
        }
    }

    void IReflectorSink<T>.Unreadable(ObjectKey key) => ReportUnreadable(key);

    void IReflectorSink<T>.Remove(V1ObjectMeta metadata, T? last)
    {
        lock (_dispatch)
        {
            var key = new ObjectKey(metadata.NamespaceProperty, metadata.Name);
            if (_store.Find(key) is { } cached && (metadata.Uid is null || cached.Metadata.Uid == metadata.Uid))
            {
                Drop(key, last is null ? cached : Prepared(last) ?? cached);
            }
        }
    }

    private static string View(Selection selection) => string.Join(
        ' ', new[] { typeof(T) == typeof(PartialObjectMetadata) ? "metadata" : null, selection.LabelSelector, selection.FieldSelector }
            .Where(part => !string.IsNullOrEmpty(part)));

    private void Put(T obj, bool initial)
    {
        var key = ObjectKey.Of(obj);
        if (Prepared(obj) is not { } prepared)
        {
            return;
        }

        if (_store.Find(key) is { } cached && cached.Metadata.Uid != prepared.Metadata.Uid)
        {
            // Same name, another object: the old one was deleted and nobody saw it.
            Drop(key, cached);
        }

        var before = _store.Set(key, prepared);
        if (before is null)
        {
            _metrics.Objects(++_count);
            Each(prepared, initial, static (handler, added, isInitial) => handler.Added(added, isInitial));
        }
        else if (before.Metadata.ResourceVersion != prepared.Metadata.ResourceVersion)
        {
            Each(prepared, before, static (handler, after, old) => handler.Updated(old, after));
        }
    }

    private void Drop(ObjectKey key, T last)
    {
        if (_store.Remove(key) is not null)
        {
            _metrics.Objects(--_count);
            Each(last, 0, static (handler, gone, _) => handler.Deleted(gone));
        }
    }

    private T? Prepared(T obj)
    {
        try
        {
            return Normalise(obj);
        }
        catch (Exception exception)
        {
            LogTransformFailed(_logger, Kind, ObjectKey.Of(obj), exception);
            _metrics.Unreadable();
            return null;
        }
    }

    private void ReportUnreadable(ObjectKey key)
    {
        LogUnreadable(_logger, Kind, key);
        _metrics.Unreadable();
    }

    private void Each<TState>(T obj, TState state, Action<IInformerHandler<T>, T, TState> tell)
    {
        foreach (var handler in _handlers)
        {
            Tell(handler, obj, (listener, subject) => tell(listener, subject, state));
        }
    }

    // One handler's fault on one object must cost neither the other handlers nor the watch.
    private void Tell(IInformerHandler<T> handler, T obj, Action<IInformerHandler<T>, T> tell)
    {
        try
        {
            tell(handler, obj);
        }
        catch (Exception exception)
        {
            LogHandlerFailed(_logger, Kind, ObjectKey.Of(obj), exception);
        }
    }

    private sealed class Subscription(Informer<T> informer, IInformerHandler<T> handler) : IDisposable
    {
        public void Dispose()
        {
            lock (informer._dispatch)
            {
                informer._handlers = [.. informer._handlers.Where(known => !ReferenceEquals(known, handler))];
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A handler failed on {Kind} {Key}; the change is lost to it until the next resync")]
    private static partial void LogHandlerFailed(ILogger logger, ResourceKind kind, ObjectKey key, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The cache transform failed on {Kind} {Key}; what is cached stays")]
    private static partial void LogTransformFailed(ILogger logger, ResourceKind kind, ObjectKey key, Exception exception);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "{Kind} {Key} does not fit its type; what is cached stays. Compare the CRD's schema with the type")]
    private static partial void LogUnreadable(ILogger logger, ResourceKind kind, ObjectKey key);
}
