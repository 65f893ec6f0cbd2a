using k8s;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>Decides which changes are worth a look. Too loose is a hot loop on one's own status writes, too tight is a change that nobody sees.</summary>
/// <typeparam name="T">The watched type.</typeparam>
/// <param name="Added">Whether an appearance counts.</param>
/// <param name="Updated">Whether a change counts: before, after.</param>
/// <param name="Deleted">Whether a disappearance counts.</param>
public sealed record EventPredicate<T>(Func<T, bool> Added, Func<T, T, bool> Updated, Func<T, bool> Deleted)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Counts when either does.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>The combination.</returns>
    public EventPredicate<T> Or(EventPredicate<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new EventPredicate<T>(
            obj => Added(obj) || other.Added(obj),
            (before, after) => Updated(before, after) || other.Updated(before, after),
            obj => Deleted(obj) || other.Deleted(obj));
    }

    /// <summary>Counts when both do.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>The combination.</returns>
    public EventPredicate<T> And(EventPredicate<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new EventPredicate<T>(
            obj => Added(obj) && other.Added(obj),
            (before, after) => Updated(before, after) && other.Updated(before, after),
            obj => Deleted(obj) && other.Deleted(obj));
    }
}
