using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Apply;

/// <summary>References that make the garbage collector delete an object after its owner.</summary>
public static class OwnerReferences
{
    /// <summary>A controlling reference to an owner.</summary>
    /// <param name="owner">The owner as read from the server (its UID matters).</param>
    /// <param name="ownerKind">What the owner is.</param>
    /// <param name="childNamespace">Where the child lives; null when it is cluster-scoped.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ArgumentException">
    /// The garbage collector does not follow references across namespaces, nor from a cluster-scoped child to a namespaced owner: it would delete
    /// the child as an orphan. Use a label and a finalizer there.
    /// </exception>
    public static V1OwnerReference Controller(IKubernetesObject<V1ObjectMeta> owner, ResourceKind ownerKind, string? childNamespace)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(ownerKind);
        if (ownerKind.Namespaced && owner.Metadata.NamespaceProperty != childNamespace)
        {
            throw new ArgumentException(
                $"{ownerKind.Kind} {ObjectKey.Of(owner)} cannot own an object in {childNamespace ?? "no namespace"}: owners and children share a namespace.",
                nameof(childNamespace));
        }

        return new V1OwnerReference
        {
            ApiVersion = ownerKind.ApiVersion,
            Kind = ownerKind.Kind,
            Name = owner.Metadata.Name,
            Uid = owner.Metadata.Uid,
            Controller = true,
            BlockOwnerDeletion = true,
        };
    }
}
