using System.ComponentModel.DataAnnotations;
using System.Threading.Channels;
using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Informers;

namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>Says what a controller watches. Caches are shared with every other controller that wishes for the same objects.</summary>
/// <typeparam name="T">The primary kind: the one whose keys the reconciler gets.</typeparam>
public sealed class ControllerBuilder<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly string _name;
    private readonly ControllerOptions _options = new();
    private readonly List<IControllerWatch> _watches = [];
    private IObjectCache<T>? _primary;
    private EventPredicate<T>? _primaryPredicate;

    internal ControllerBuilder(string name, InformerFactory informers)
    {
        _name = name;
        Informers = informers;
    }

    /// <summary>Where caches come from.</summary>
    public InformerFactory Informers { get; }

    /// <summary>The cache of the primary kind, e.g. to add an index to it or to map other objects through one. Call <see cref="For"/> first if you call it.</summary>
    public IObjectCache<T> Primary => _primary ??= Informers.Get<T>();

    /// <summary>Narrows which primary objects are watched, or which of their changes count (by default <see cref="Predicates.Intent{T}"/>).</summary>
    /// <param name="cache">A cache of the primary kind; by default all objects of it.</param>
    /// <param name="predicate">Which changes count.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The primary cache was already used.</exception>
    public ControllerBuilder<T> For(IObjectCache<T>? cache = null, EventPredicate<T>? predicate = null)
    {
        if (_primary is not null && cache is not null && !ReferenceEquals(_primary, cache))
        {
            throw new InvalidOperationException($"{_name}: call For before anything that uses the primary cache.");
        }

        _primary ??= cache;
        _primaryPredicate = predicate;
        return this;
    }

    /// <summary>Watches a kind that the primary objects own, and looks at the owner when one changes.</summary>
    /// <typeparam name="TChild">The owned type.</typeparam>
    /// <param name="cache">A cache of it; by default all objects of the type.</param>
    /// <param name="predicate">Which changes count; by default any.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<T> Owns<TChild>(IObjectCache<TChild>? cache = null, EventPredicate<TChild>? predicate = null)
        where TChild : class, IKubernetesObject<V1ObjectMeta> => Watches(cache ?? Informers.Get<TChild>(), OwnerOf, predicate);

    /// <summary>Watches anything else, e.g. Secrets that primary objects refer to.</summary>
    /// <typeparam name="TOther">The watched type.</typeparam>
    /// <param name="cache">A cache of it.</param>
    /// <param name="map">Which primary objects a change concerns. Runs on the watch loop: ask indexes, never the server.</param>
    /// <param name="predicate">Which changes count; by default any.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<T> Watches<TOther>(
        IObjectCache<TOther> cache, Func<TOther, IEnumerable<ObjectKey>> map, EventPredicate<TOther>? predicate = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta>
    {
        _watches.Add(new CacheWatch<TOther>(cache, predicate ?? Predicates.AnyChange<TOther>(), map, isPrimary: false));
        return this;
    }

    /// <summary>Takes keys from outside the cluster.</summary>
    /// <param name="keys">Keys of primary objects.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<T> Watches(ChannelReader<ObjectKey> keys)
    {
        _watches.Add(new ChannelWatch(keys));
        return this;
    }

    /// <summary>Changes how the controller works.</summary>
    /// <param name="configure">Gets the options with their defaults.</param>
    /// <returns>This builder.</returns>
    public ControllerBuilder<T> With(Action<ControllerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_options);
        return this;
    }

    internal ControllerDefinition Build()
    {
        Validator.ValidateObject(_options, new ValidationContext(_options), validateAllProperties: true);
        var primary = new CacheWatch<T>(Primary, _primaryPredicate ?? Predicates.Intent<T>(), static obj => [ObjectKey.Of(obj)], isPrimary: true);
        return new ControllerDefinition(_name, _options, [primary, .. _watches]);
    }

    private IEnumerable<ObjectKey> OwnerOf<TChild>(TChild child)
        where TChild : class, IKubernetesObject<V1ObjectMeta>
    {
        var kind = Primary.Kind;
        var owner = child.Metadata.OwnerReferences?.FirstOrDefault(reference =>
            reference.Controller == true && reference.Kind == kind.Kind && GroupOf(reference.ApiVersion) == kind.Group);
        return owner is null ? [] : [new ObjectKey(kind.Namespaced ? child.Metadata.NamespaceProperty : null, owner.Name)];
    }

    private static string GroupOf(string apiVersion) => apiVersion.IndexOf('/') is > 0 and var slash ? apiVersion[..slash] : "";
}
