using k8s;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>The usual predicates. All let appearances and disappearances through.</summary>
public static class Predicates
{
    /// <summary>Any change at all, status included. The default for owned objects, whose status matters.</summary>
    /// <typeparam name="T">The watched type.</typeparam>
    /// <returns>The predicate.</returns>
    public static EventPredicate<T> AnyChange<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => OnUpdate<T>((_, _) => true);

    /// <summary>
    /// Spec (by generation), deletion, finalizers, labels or annotations changed; status did not count. The default for the primary kind,
    /// as it is deaf to the controller's own status writes. For kinds that have a generation.
    /// </summary>
    /// <typeparam name="T">The watched type.</typeparam>
    /// <returns>The predicate.</returns>
    public static EventPredicate<T> Intent<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        GenerationChanged<T>().Or(OnUpdate<T>(static (before, after) =>
            before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp ||
            !SameItems(before.Metadata.Finalizers, after.Metadata.Finalizers) ||
            !SameEntries(before.Metadata.Labels, after.Metadata.Labels) ||
            !SameEntries(before.Metadata.Annotations, after.Metadata.Annotations)));

    /// <summary>The spec changed, by generation.</summary>
    /// <typeparam name="T">The watched type.</typeparam>
    /// <returns>The predicate.</returns>
    public static EventPredicate<T> GenerationChanged<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        OnUpdate<T>(static (before, after) => before.Metadata.Generation != after.Metadata.Generation);

    /// <summary>Updates count when the given comparison says so.</summary>
    /// <typeparam name="T">The watched type.</typeparam>
    /// <param name="updated">Before and after.</param>
    /// <returns>The predicate.</returns>
    public static EventPredicate<T> OnUpdate<T>(Func<T, T, bool> updated)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(static _ => true, updated, static _ => true);

    private static bool SameItems(IList<string>? first, IList<string>? second) => (first ?? []).SequenceEqual(second ?? []);

    private static bool SameEntries(IDictionary<string, string>? first, IDictionary<string, string>? second)
    {
        if ((first?.Count ?? 0) != (second?.Count ?? 0))
        {
            return false;
        }

        return first is null || first.All(entry => second!.TryGetValue(entry.Key, out var value) && value == entry.Value);
    }
}
