namespace VoiceAgent.Kubernetes.Api;

/// <summary>Marks a resource type whose objects live in no namespace. Without it a custom type counts as namespaced.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ClusterScopedAttribute : Attribute;
