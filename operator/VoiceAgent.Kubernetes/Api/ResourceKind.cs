using System.Reflection;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>Which resource a request is about: API group, version, kind, plural and scope. Builds the request paths.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version, e.g. <c>v1</c>.</param>
/// <param name="Kind">The kind, e.g. <c>Deployment</c>.</param>
/// <param name="Plural">The lower-case plural of the path, e.g. <c>deployments</c>.</param>
/// <param name="Namespaced">False when objects of this kind live in no namespace.</param>
public sealed record ResourceKind(string Group, string Version, string Kind, string Plural, bool Namespaced = true)
{
    // The client's models say group, version and plural but not the scope, so the built-in cluster-scoped kinds are named here.
    private static readonly HashSet<string> ClusterScoped =
    [
        "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "StorageClass",
        "PriorityClass", "IngressClass", "RuntimeClass", "APIService", "CertificateSigningRequest", "CSIDriver", "CSINode",
        "VolumeAttachment", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "FlowSchema",
        "PriorityLevelConfiguration", "DeviceClass", "IPAddress", "ServiceCIDR",
    ];

    /// <summary>The value of an object's <c>apiVersion</c>: <c>group/version</c>, or the version alone for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The resource as the API server names it in errors and RBAC: <c>deployments.apps</c>.</summary>
    public string Resource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>The kind of a type that carries <see cref="KubernetesEntityAttribute"/>, as the client's own models do.</summary>
    /// <typeparam name="T">A resource type.</typeparam>
    /// <returns>Its kind; the same instance on every call.</returns>
    /// <exception cref="InvalidOperationException">The type lacks the attribute.</exception>
    public static ResourceKind Of<T>() => Cache<T>.Value ?? throw new InvalidOperationException(
        $"{typeof(T).Name} has no [KubernetesEntity(Group, ApiVersion, Kind, PluralName)]. Add it, or pass a ResourceKind.");

    /// <inheritdoc />
    public override string ToString() => Resource;

    internal string Path(string? namespaceName, string? name = null, string? subresource = null)
    {
        var root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
        var scope = Namespaced && namespaceName is not null ? $"/namespaces/{Segment(namespaceName)}" : "";
        var item = name is null ? "" : $"/{Segment(name)}";
        return subresource is null ? $"{root}{scope}/{Plural}{item}" : $"{root}{scope}/{Plural}{item}/{subresource}";
    }

    internal string Path(ObjectKey key, string? subresource = null)
    {
        if (Namespaced && key.Namespace is null)
        {
            throw new ArgumentException($"{Resource} live in a namespace, and '{key.Name}' was asked for without one.", nameof(key));
        }

        return Path(key.Namespace, key.Name, subresource);
    }

    // A name from a resource's spec becomes part of a path: without this check "../secrets/x" would reach another resource.
    private static string Segment(string segment) =>
        segment.Length == 0 || segment is "." or ".." || segment.AsSpan().ContainsAny('/', '%')
            ? throw new ArgumentException("A name or namespace is empty, a dot path, or holds '/' or '%'. Give a valid Kubernetes name.")
            : Uri.EscapeDataString(segment);

    private static ResourceKind? Read(Type type)
    {
        if (type.GetCustomAttribute<KubernetesEntityAttribute>(inherit: true) is not { } entity)
        {
            return null;
        }

        var clusterScoped = type.IsDefined(typeof(ClusterScopedAttribute), inherit: true) ||
            (type.Namespace == typeof(V1Pod).Namespace && ClusterScoped.Contains(entity.Kind));
        return new ResourceKind(entity.Group ?? "", entity.ApiVersion, entity.Kind, entity.PluralName, !clusterScoped);
    }

    private static class Cache<T>
    {
        internal static readonly ResourceKind? Value = Read(typeof(T));
    }
}
