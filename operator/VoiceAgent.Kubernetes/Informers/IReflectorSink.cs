using k8s.Models;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>Where a reflector puts what it learns. Called from one loop.</summary>
internal interface IReflectorSink<in T>
{
    /// <summary>This is everything there is. Keys in <paramref name="undecodable"/> exist too, but could not be read.</summary>
    void Replace(IReadOnlyList<T> items, IReadOnlyList<ObjectKey> undecodable);

    void Upsert(T obj);

    /// <summary>An object exists in a form that does not fit its type: what is cached stays.</summary>
    void Unreadable(ObjectKey key);

    /// <param name="metadata">Names what is gone, and which UID it had.</param>
    /// <param name="last">Its last state, when it could be read.</param>
    void Remove(V1ObjectMeta metadata, T? last);
}
