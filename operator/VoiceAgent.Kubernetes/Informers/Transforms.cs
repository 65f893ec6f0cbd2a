using System.Security.Cryptography;
using k8s;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>What is taken off an object before it is cached.</summary>
public static class Transforms
{
    internal const string LastAppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Drops <c>managedFields</c> and kubectl's copy of the whole object, often half of its size. Every cache does this first.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="obj">A freshly decoded object, which is changed.</param>
    /// <returns>The same object.</returns>
    public static T Lean<T>(T obj)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(obj);
        obj.Metadata.ManagedFields = null;
        obj.Metadata.Annotations?.Remove(LastAppliedAnnotation);
        return obj;
    }

    /// <summary>Replaces every value of a Secret by its SHA-256: changes stay visible, contents do not stay in memory.</summary>
    /// <param name="secret">A freshly decoded Secret, which is changed.</param>
    /// <returns>The same Secret.</returns>
    public static V1Secret Digests(V1Secret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        secret.Data = secret.Data?.ToDictionary(entry => entry.Key, entry => SHA256.HashData(entry.Value ?? []));
        return secret;
    }
}
