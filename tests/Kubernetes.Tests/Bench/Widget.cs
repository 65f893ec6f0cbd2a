using k8s.Models;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Tests.Bench;

/// <summary>A custom resource with a required member, as a stranger might write one.</summary>
[KubernetesEntity(Group = "lab.example", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
internal sealed class Widget : CustomResource<WidgetSpec, WidgetStatus>;

internal sealed class WidgetSpec
{
    public required int Size { get; set; }
}

internal sealed class WidgetStatus
{
    public long? ObservedGeneration { get; set; }

    public int? Size { get; set; }

    public List<V1Condition>? Conditions { get; set; }
}
