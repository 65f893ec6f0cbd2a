using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>
/// The objects of one kind as last seen. Reading costs no request. What it hands out is shared by everyone in the process: never change it,
/// build a new object instead.
/// </summary>
/// <typeparam name="T">The objects' type.</typeparam>
public interface IObjectCache<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>What is cached.</summary>
    ResourceKind Kind { get; }

    /// <summary>True once every object that existed at the start has been seen. Before that, absence means nothing.</summary>
    bool HasSynced { get; }

    /// <summary>True once everything in one namespace has been seen; false also when this cache does not look there at all.</summary>
    /// <param name="namespaceName">The namespace, or null for a cluster-scoped kind.</param>
    /// <returns>Whether absence there means absence.</returns>
    bool HasSyncedIn(string? namespaceName);

    /// <summary>Finds one object.</summary>
    /// <param name="key">Which one.</param>
    /// <returns>The object, or null when it was not there when last seen.</returns>
    T? Find(ObjectKey key);

    /// <summary>All cached objects, as a copy of the list.</summary>
    /// <returns>In no particular order.</returns>
    IReadOnlyList<T> All();

    /// <summary>The objects that an index files under a value.</summary>
    /// <param name="index">An index name: one of <see cref="Indexes"/> or one given to <see cref="AddIndex"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>In no particular order; empty when there are none.</returns>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    IReadOnlyList<T> ByIndex(string index, string value);

    /// <summary>Adds an index; the same name may be added twice and keeps the first function.</summary>
    /// <param name="index">Its name.</param>
    /// <param name="values">The values under which an object is filed. Must not throw and must depend on the object alone.</param>
    void AddIndex(string index, Func<T, IEnumerable<string>> values);

    /// <summary>Reports every change from now on, after reporting everything that is cached as added. Handlers run on the watch loop: be brief, never block.</summary>
    /// <param name="handler">Whom to tell.</param>
    /// <returns>Dispose it to hear no more.</returns>
    IDisposable AddHandler(IInformerHandler<T> handler);

    /// <summary>Brings an object that a write answered into the form in which this cache keeps objects.</summary>
    /// <param name="obj">An object fresh from the server; may be changed in place.</param>
    /// <returns>The object in cached form.</returns>
    T Normalise(T obj);
}
