using k8s.Models;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>Names one object of a known kind: its namespace (null for a cluster-scoped kind) and its name. Work queues are keyed by this.</summary>
public readonly record struct ObjectKey
{
    /// <summary>Makes a key. An empty namespace is the same as none, so that keys from different sources compare equal.</summary>
    /// <param name="namespaceName">The namespace, or null or empty for a cluster-scoped object.</param>
    /// <param name="name">The object's name.</param>
    public ObjectKey(string? namespaceName, string name)
    {
        Namespace = string.IsNullOrEmpty(namespaceName) ? null : namespaceName;
        Name = name;
    }

    /// <summary>The namespace, or null for a cluster-scoped object.</summary>
    public string? Namespace { get; }

    /// <summary>The object's name.</summary>
    public string Name { get; }

    /// <summary>The key of an object.</summary>
    /// <param name="obj">An object whose metadata carries a name.</param>
    /// <returns>Its key.</returns>
    public static ObjectKey Of(IMetadata<V1ObjectMeta> obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return new ObjectKey(obj.Metadata.NamespaceProperty, obj.Metadata.Name);
    }

    /// <inheritdoc />
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
