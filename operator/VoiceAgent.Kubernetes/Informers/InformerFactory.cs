using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>
/// Hands out caches, one per kind and selection, however many controllers ask. Caches asked for before the start are filled before any
/// controller works; later ones start at once. Safe for concurrent use.
/// </summary>
public sealed partial class InformerFactory : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CacheKey, Entry> _entries = [];
    private readonly InformerServices _services;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _started;

    internal InformerFactory(InformerServices services)
    {
        _services = services;
        _logger = services.Loggers.CreateLogger<InformerFactory>();
    }

    /// <summary>Faults when a watch loop died of something that is no fault of server or network. Never completes otherwise.</summary>
    internal Task Failed => _failed.Task;

    internal IReadOnlyList<IInformer> Informers
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Values.Select(entry => entry.Informer)];
            }
        }
    }

    /// <summary>The caches that were wished for before the start. Later ones belong to single namespaces, which must not speak for the whole process.</summary>
    internal IReadOnlyList<IInformer> Initial
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Values.Where(entry => entry.Initial).Select(entry => entry.Informer)];
            }
        }
    }

    /// <summary>The cache for a kind and selection; the same one for equal wishes.</summary>
    /// <typeparam name="T">The objects' type.</typeparam>
    /// <param name="options">What to cache; by default all objects of the type.</param>
    /// <returns>A cache, which may not have synced yet.</returns>
    /// <exception cref="InvalidOperationException">The same objects are already cached with another transform.</exception>
    public IObjectCache<T> Get<T>(InformerOptions<T>? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        options ??= new InformerOptions<T>();
        options = options with { Kind = options.Kind ?? ResourceKind.Of<T>() };
        var key = new CacheKey(typeof(T), options.Kind, options.Selection);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            if (_entries.TryGetValue(key, out var known))
            {
                return Equals(known.Transform, options.Transform)
                    ? (IObjectCache<T>)known.Informer
                    : throw new InvalidOperationException(
                        $"{options.Kind} is already cached with another transform. Share one options value, or narrow the selection.");
            }

            var informer = new Informer<T>(options, _services);
            var entry = new Entry(informer, options.Transform, initial: !_started);
            _entries.Add(key, entry);
            if (_started)
            {
                Start(entry);
            }

            return informer;
        }
    }

    /// <summary>Stops a cache that nobody needs any more, e.g. that of a namespace that went away.</summary>
    /// <typeparam name="T">The objects' type.</typeparam>
    /// <param name="cache">A cache from <see cref="Get{T}"/>.</param>
    /// <returns>Completes when its watch is closed.</returns>
    public async Task RemoveAsync<T>(IObjectCache<T> cache)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(cache);
        Entry? removed;
        lock (_gate)
        {
            var found = _entries.FirstOrDefault(candidate => ReferenceEquals(candidate.Value.Informer, cache));
            if (found.Value is null)
            {
                return;
            }

            removed = found.Value;
            _entries.Remove(found.Key);
        }

        await StopAsync(removed);
    }

    internal void Start()
    {
        lock (_gate)
        {
            if (_started)
            {
                return;
            }

            _started = true;
            foreach (var entry in _entries.Values)
            {
                Start(entry);
            }
        }
    }

    /// <summary>Waits until every cache known now is filled.</summary>
    /// <exception cref="TimeoutException">Some were not in time; the message names them.</exception>
    internal async Task WaitForSyncAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var waiting = Informers;
        try
        {
            var all = Task.WhenAll(waiting.Select(informer => informer.Synced));
            await (await Task.WhenAny(all, Failed).WaitAsync(timeout, _services.Time, cancellationToken));
        }
        catch (TimeoutException)
        {
            var missing = string.Join(", ", waiting.Where(informer => !informer.HasSynced)
                .Select(informer => informer.Selection.Namespace is { } name ? $"{informer.Kind} in {name}" : $"{informer.Kind}"));
            throw new TimeoutException($"These caches were not filled within {timeout.TotalSeconds:0} s: {missing}. See the warnings above for the reason.");
        }
    }

    /// <summary>Closes every watch.</summary>
    /// <returns>Completes when all loops have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        Entry[] entries;
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _stopping.Cancel();
            entries = [.. _entries.Values];
        }

        foreach (var entry in entries)
        {
            await StopAsync(entry);
        }
    }

    private void Start(Entry entry) => entry.Running = Task.Run(() => RunAsync(entry), CancellationToken.None);

    private async Task RunAsync(Entry entry)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, entry.Stopping.Token);
        try
        {
            await entry.Informer.RunAsync(linked.Token);
        }
        catch (Exception exception)
        {
            LogDied(_logger, entry.Informer.Kind, exception);
            _failed.TrySetException(exception);
        }
    }

    private static async Task StopAsync(Entry entry)
    {
        await entry.Stopping.CancelAsync();
        await entry.Running;
        entry.Stopping.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The watch loop of {Kind} died")]
    private static partial void LogDied(ILogger logger, ResourceKind kind, Exception exception);

    private sealed record CacheKey(Type Type, ResourceKind Kind, Selection Selection);

    private sealed class Entry(IInformer informer, Delegate? transform, bool initial)
    {
        internal bool Initial { get; } = initial;

        internal IInformer Informer { get; } = informer;

        internal Delegate? Transform { get; } = transform;

        internal CancellationTokenSource Stopping { get; } = new();

        internal Task Running { get; set; } = Task.CompletedTask;
    }
}
