using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>
/// One cache over a changing set of namespaces, for a controller that may read Secrets in the namespaces it serves and nowhere else.
/// Objects of a namespace that is taken out are reported as deleted. Safe for concurrent use.
/// </summary>
/// <typeparam name="T">The objects' type.</typeparam>
public sealed class NamespacedCaches<T> : IObjectCache<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _gate = new();
    private readonly InformerFactory _informers;
    private readonly InformerOptions<T> _options;

    // Replaced, never changed: a handler that runs on a watch loop reads it without a lock, so that it cannot wait for Add, which waits for it.
    private volatile Dictionary<string, IObjectCache<T>> _caches = [];
    private readonly Dictionary<string, Func<T, IEnumerable<string>>> _indexes = [];
    private readonly List<Subscription> _handlers = [];

    /// <summary>Begins with no namespace.</summary>
    /// <param name="informers">Where the caches come from.</param>
    /// <param name="options">What each holds; the namespace of its selection is replaced.</param>
    public NamespacedCaches(InformerFactory informers, InformerOptions<T>? options = null)
    {
        ArgumentNullException.ThrowIfNull(informers);
        _informers = informers;
        _options = options ?? new InformerOptions<T>();
        Kind = _options.Kind ?? ResourceKind.Of<T>();
    }

    /// <inheritdoc />
    public ResourceKind Kind { get; }

    /// <summary>True while every namespace's cache is filled.</summary>
    public bool HasSynced => _caches.Values.All(cache => cache.HasSynced);

    /// <inheritdoc />
    public bool HasSyncedIn(string? namespaceName) =>
        namespaceName is not null && _caches.TryGetValue(namespaceName, out var cache) && cache.HasSynced;

    /// <summary>The namespaces served now.</summary>
    public IReadOnlyCollection<string> Namespaces => _caches.Keys;

    /// <summary>Begins to watch a namespace, unless it is watched already. Not to be called from a handler of this same cache.</summary>
    /// <param name="namespaceName">Its name.</param>
    public void Add(string namespaceName)
    {
        ArgumentException.ThrowIfNullOrEmpty(namespaceName);
        lock (_gate)
        {
            if (_caches.ContainsKey(namespaceName))
            {
                return;
            }

            var cache = _informers.Get(_options with { Kind = Kind, Selection = _options.Selection with { Namespace = namespaceName } });
            foreach (var (name, values) in _indexes)
            {
                cache.AddIndex(name, values);
            }

            _caches = new Dictionary<string, IObjectCache<T>>(_caches) { [namespaceName] = cache };
            foreach (var handler in _handlers)
            {
                handler.Join(namespaceName, cache);
            }
        }
    }

    /// <summary>Stops watching a namespace and reports what was cached of it as deleted.</summary>
    /// <param name="namespaceName">Its name.</param>
    /// <returns>Completes when the watch is closed.</returns>
    public async Task RemoveAsync(string namespaceName)
    {
        IObjectCache<T>? cache;
        lock (_gate)
        {
            var remaining = new Dictionary<string, IObjectCache<T>>(_caches);
            if (!remaining.Remove(namespaceName, out cache))
            {
                return;
            }

            _caches = remaining;

            foreach (var handler in _handlers)
            {
                handler.Leave(namespaceName, cache);
            }
        }

        await _informers.RemoveAsync(cache);
    }

    /// <inheritdoc />
    public T? Find(ObjectKey key) =>
        key.Namespace is not null && _caches.TryGetValue(key.Namespace, out var cache) ? cache.Find(key) : null;

    /// <inheritdoc />
    public IReadOnlyList<T> All() => [.. _caches.Values.SelectMany(cache => cache.All())];

    /// <inheritdoc />
    public IReadOnlyList<T> ByIndex(string index, string value) => [.. _caches.Values.SelectMany(cache => cache.ByIndex(index, value))];

    /// <inheritdoc />
    public void AddIndex(string index, Func<T, IEnumerable<string>> values)
    {
        lock (_gate)
        {
            if (_indexes.TryAdd(index, values))
            {
                foreach (var cache in _caches.Values)
                {
                    cache.AddIndex(index, values);
                }
            }
        }
    }

    /// <inheritdoc />
    public IDisposable AddHandler(IInformerHandler<T> handler)
    {
        lock (_gate)
        {
            var subscription = new Subscription(this, handler);
            foreach (var (name, cache) in _caches)
            {
                subscription.Join(name, cache);
            }

            _handlers.Add(subscription);
            return subscription;
        }
    }

    /// <inheritdoc />
    public T Normalise(T obj)
    {
        var lean = Transforms.Lean(obj);
        return _options.Transform is null ? lean : _options.Transform(lean);
    }

    /// <summary>One handler's subscriptions, one per namespace. Guarded by the gate of its owner.</summary>
    private sealed class Subscription(NamespacedCaches<T> owner, IInformerHandler<T> handler) : IDisposable
    {
        private readonly Dictionary<string, IDisposable> _perNamespace = [];

        internal void Join(string namespaceName, IObjectCache<T> cache) => _perNamespace[namespaceName] = cache.AddHandler(handler);

        internal void Leave(string namespaceName, IObjectCache<T> cache)
        {
            if (_perNamespace.Remove(namespaceName, out var subscription))
            {
                subscription.Dispose();
                foreach (var obj in cache.All())
                {
                    handler.Deleted(obj);
                }
            }
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._handlers.Remove(this);
                foreach (var subscription in _perNamespace.Values)
                {
                    subscription.Dispose();
                }

                _perNamespace.Clear();
            }
        }
    }
}
