using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Queueing;

namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>Turns changes of a cache into keys of the controller's primary kind.</summary>
internal sealed class CacheWatch<T>(
    IObjectCache<T> cache, EventPredicate<T> predicate, Func<T, IEnumerable<ObjectKey>> map, bool isPrimary) : IControllerWatch
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public IDisposable Start(WorkQueue<ObjectKey> queue) => cache.AddHandler(new Handler(queue, predicate, map));

    public IEnumerable<ObjectKey> ResyncKeys() => isPrimary ? cache.All().SelectMany(map) : [];

    private sealed class Handler(WorkQueue<ObjectKey> queue, EventPredicate<T> predicate, Func<T, IEnumerable<ObjectKey>> map)
        : IInformerHandler<T>
    {
        public void Added(T obj, bool initial)
        {
            if (predicate.Added(obj))
            {
                Enqueue(map(obj), initial ? QueuePriority.Background : QueuePriority.Live);
            }
        }

        public void Updated(T before, T after)
        {
            if (predicate.Updated(before, after))
            {
                // Both: when an object moves from one owner to another, the former owner has to notice too.
                Enqueue(map(before).Concat(map(after)).Distinct(), QueuePriority.Live);
            }
        }

        public void Deleted(T last)
        {
            if (predicate.Deleted(last))
            {
                Enqueue(map(last), QueuePriority.Live);
            }
        }

        private void Enqueue(IEnumerable<ObjectKey> keys, QueuePriority priority)
        {
            foreach (var key in keys)
            {
                queue.Add(key, priority);
            }
        }
    }
}
