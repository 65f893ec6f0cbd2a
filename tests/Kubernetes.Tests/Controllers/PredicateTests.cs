using k8s.Models;
using VoiceAgent.Kubernetes.Controllers;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Controllers;

public sealed class PredicateTests
{
    [Fact]
    public void Intent_is_deaf_to_status_and_hears_everything_that_a_user_can_change()
    {
        var intent = Predicates.Intent<Widget>();
        Assert.True(intent.Added(Make()));
        Assert.True(intent.Deleted(Make()));

        Assert.False(intent.Updated(Make(), Make(change: w => (w.Metadata.ResourceVersion, w.Status) = ("2", new WidgetStatus { Size = 3 }))));
        Assert.True(intent.Updated(Make(), Make(change: w => w.Metadata.Generation = 2)));
        Assert.True(intent.Updated(Make(), Make(change: w => w.Metadata.DeletionTimestamp = DateTime.UnixEpoch)));
        Assert.True(intent.Updated(Make(), Make(change: w => w.Metadata.Finalizers = ["x"])));
        Assert.True(intent.Updated(Make(), Make(change: w => w.Metadata.Labels = new Dictionary<string, string> { ["a"] = "b" })));
        Assert.True(intent.Updated(Make(), Make(change: w => w.Metadata.Annotations = new Dictionary<string, string> { ["lab.example/reconcile"] = "Paused" })));
    }

    [Fact]
    public void Predicates_combine()
    {
        var generation = Predicates.GenerationChanged<Widget>();
        var never = Predicates.OnUpdate<Widget>((_, _) => false);
        var moved = Make(change: w => w.Metadata.Generation = 2);

        Assert.True(generation.Or(never).Updated(Make(), moved));
        Assert.False(generation.And(never).Updated(Make(), moved));
        Assert.True(Predicates.AnyChange<Widget>().Updated(Make(), Make()));
    }

    private static Widget Make(Action<Widget>? change = null)
    {
        var widget = new Widget { Metadata = new V1ObjectMeta { Name = "w", NamespaceProperty = "lab", Generation = 1, ResourceVersion = "1" } };
        change?.Invoke(widget);
        return widget;
    }
}
