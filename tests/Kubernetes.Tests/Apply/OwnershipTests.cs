using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Apply;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Apply;

public sealed class OwnershipTests
{
    private const string Finalizer = "lab.example/cleanup";

    [Fact]
    public async Task A_finalizer_is_added_once_and_keeps_those_of_others()
    {
        await using var bench = await Workbench.StartAsync();
        var obj = Workbench.ConfigMap("a");
        obj.Metadata.Finalizers = ["other.example/x"];
        obj = await bench.Client.CreateAsync(Workbench.ConfigMaps, obj, new WriteOptions());

        obj = await Finalizers.AddAsync(bench.Client, Workbench.ConfigMaps, obj, Finalizer);
        Assert.Equal(["other.example/x", Finalizer], obj.Metadata.Finalizers);

        var before = bench.Server.WriteRequests;
        await Finalizers.AddAsync(bench.Client, Workbench.ConfigMaps, obj, Finalizer);
        Assert.Equal(before, bench.Server.WriteRequests);
    }

    [Fact]
    public async Task A_finalizer_over_an_outdated_object_is_a_conflict_and_loses_nobodys_finalizer()
    {
        await using var bench = await Workbench.StartAsync();
        var outdated = await bench.CreateAsync("a");
        await Finalizers.AddAsync(bench.Client, Workbench.ConfigMaps, outdated, "other.example/x");

        var conflict = await Assert.ThrowsAsync<ApiException>(
            () => Finalizers.AddAsync(bench.Client, Workbench.ConfigMaps, outdated, Finalizer));
        Assert.True(conflict.IsConflict);
    }

    [Fact]
    public async Task An_object_goes_when_its_last_finalizer_does_and_removing_it_again_is_no_error()
    {
        await using var bench = await Workbench.StartAsync();
        var obj = await Finalizers.AddAsync(bench.Client, Workbench.ConfigMaps, await bench.CreateAsync("a"), Finalizer);
        await bench.DeleteAsync("a");
        var dying = await bench.Client.FindAsync<V1ConfigMap>(Workbench.ConfigMaps, new ObjectKey("lab", "a"));
        Assert.NotNull(dying!.Metadata.DeletionTimestamp);

        // Nothing is added to what is being deleted.
        Assert.Same(dying, await Finalizers.AddAsync(bench.Client, Workbench.ConfigMaps, dying, "lab.example/late"));

        await Finalizers.RemoveAsync(bench.Client, Workbench.ConfigMaps, dying, Finalizer);
        Assert.Null(await bench.Client.FindAsync<V1ConfigMap>(Workbench.ConfigMaps, new ObjectKey("lab", "a")));
        await Finalizers.RemoveAsync(bench.Client, Workbench.ConfigMaps, dying, Finalizer);
        Assert.NotNull(obj);
    }

    [Fact]
    public void An_owner_in_another_namespace_is_refused_before_the_garbage_collector_takes_the_child()
    {
        var owner = new Widget { Metadata = new V1ObjectMeta { Name = "w", NamespaceProperty = "lab", Uid = "u" } };
        var kind = ResourceKind.Of<Widget>();

        Assert.Throws<ArgumentException>(() => OwnerReferences.Controller(owner, kind, "elsewhere"));
        Assert.Throws<ArgumentException>(() => OwnerReferences.Controller(owner, kind, null));

        var reference = OwnerReferences.Controller(owner, kind, "lab");
        Assert.Equal(("lab.example/v1", "Widget", "w", "u"), (reference.ApiVersion, reference.Kind, reference.Name, reference.Uid));
        Assert.True(reference.Controller);
    }

    [Fact]
    public void A_cluster_scoped_owner_may_own_objects_in_any_namespace()
    {
        var owner = new V1Namespace { Metadata = new V1ObjectMeta { Name = "n", Uid = "u" } };

        Assert.Equal("n", OwnerReferences.Controller(owner, ResourceKind.Of<V1Namespace>(), "anywhere").Name);
    }
}
