using k8s.Models;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>The indexes that every cache has.</summary>
public static class Indexes
{
    /// <summary>By namespace; cluster-scoped objects are not in it.</summary>
    public const string Namespace = "namespace";

    /// <summary>By the UID of every owner in <c>metadata.ownerReferences</c>.</summary>
    public const string OwnerUid = "ownerUid";

    internal static IEnumerable<string> NamespaceOf(IMetadata<V1ObjectMeta> obj) =>
        string.IsNullOrEmpty(obj.Metadata.NamespaceProperty) ? [] : [obj.Metadata.NamespaceProperty];

    internal static IEnumerable<string> OwnersOf(IMetadata<V1ObjectMeta> obj) =>
        obj.Metadata.OwnerReferences?.Select(owner => owner.Uid) ?? [];
}
