using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Informers;

namespace VoiceAgent.Kubernetes.Tests.Bench;

/// <summary>Writes down what an informer reports, as short sentences.</summary>
internal sealed class Recorder<T> : IInformerHandler<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    internal ConcurrentQueue<string> Told { get; } = new();

    internal ConcurrentQueue<T> Objects { get; } = new();

    public void Added(T obj, bool initial) => Note(initial ? "initial" : "added", obj);

    public void Updated(T before, T after) => Note("updated", after);

    public void Deleted(T last) => Note("deleted", last);

    private void Note(string what, T obj)
    {
        Objects.Enqueue(obj);
        Told.Enqueue($"{what} {obj.Metadata.Name}");
    }
}
