using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>
/// The envelope of a custom resource around plain spec and status types that know nothing of Kubernetes. Derive one sealed class per kind
/// and put <see cref="KubernetesEntityAttribute"/> (and <see cref="ClusterScopedAttribute"/>) on it.
/// </summary>
/// <typeparam name="TSpec">What the user wishes.</typeparam>
/// <typeparam name="TStatus">What the controller reports.</typeparam>
public abstract class CustomResource<TSpec, TStatus> : IKubernetesObject<V1ObjectMeta>
    where TSpec : class
    where TStatus : class
{
    /// <inheritdoc />
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get; set; }

    /// <inheritdoc />
    [JsonPropertyName("kind")]
    public string? Kind { get; set; }

    /// <summary>Name, namespace, generation and the rest of the standard metadata.</summary>
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What the user wishes; null when the object was sent without one.</summary>
    [JsonPropertyName("spec")]
    public TSpec? Spec { get; set; }

    /// <summary>What the controller last reported; null until it did.</summary>
    [JsonPropertyName("status")]
    public TStatus? Status { get; set; }
}
