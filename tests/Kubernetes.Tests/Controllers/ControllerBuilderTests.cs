using System.Threading.Channels;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Apply;
using VoiceAgent.Kubernetes.Controllers;
using VoiceAgent.Kubernetes.Queueing;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Controllers;

public sealed class ControllerBuilderTests : IAsyncLifetime
{
    private readonly Prometheus.CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly List<IDisposable> _subscriptions = [];
    private Workbench _bench = null!;
    private WorkQueue<ObjectKey> _queue = null!;
    private ControllerBuilder<Widget> _builder = null!;

    public async Task InitializeAsync()
    {
        _bench = await Workbench.StartAsync();
        _queue = new WorkQueue<ObjectKey>(new QueueMetrics(_registry, "widget"), TimeProvider.System);
        _builder = new ControllerBuilder<Widget>("widget", _bench.Informers);
    }

    public async Task DisposeAsync()
    {
        _subscriptions.ForEach(subscription => subscription.Dispose());
        _queue.Dispose();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task What_exists_at_the_start_waits_behind_what_changes_afterwards()
    {
        Put("a", 1);
        Put("b", 1);
        await StartAsync();
        Assert.Equal(2, Depth("-100"));

        Put("b", 2);
        Put("c", 1);
        await Eventually.HoldsAsync(() => Depth("0") == 2);
        Assert.Equal(1, Depth("-100"));
        Assert.Equal(["b", "c", "a"], await KeysAsync(3));
    }

    [Fact]
    public async Task A_change_of_status_does_not_wake_the_controller_that_wrote_it()
    {
        Put("a", 1);
        await StartAsync();
        await KeysAsync(1);

        Put("a", 1, status: 5);
        Put("b", 1);

        Assert.Equal(["b"], await KeysAsync(1));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task An_owned_object_wakes_its_owner_and_no_namesake_of_another_kind()
    {
        _builder.Owns<V1ConfigMap>();
        await StartAsync();

        await CreateOwnedAsync("by-widget", ResourceKind.Of<Widget>(), "w");
        await CreateOwnedAsync("by-another-group", new ResourceKind("other.example", "v1", "Widget", "widgets"), "x");
        await CreateOwnedAsync("by-another-kind", new ResourceKind("lab.example", "v1", "Gadget", "gadgets"), "x");
        await _bench.CreateAsync("by-nobody");
        await CreateOwnedAsync("last", new ResourceKind("lab.example", "v2", "Widget", "widgets"), "z");

        Assert.Equal(["w", "z"], await KeysAsync(2));
    }

    [Fact]
    public async Task An_object_that_changes_hands_wakes_both_owners()
    {
        _builder.Owns<V1ConfigMap>();
        await CreateOwnedAsync("child", ResourceKind.Of<Widget>(), "first");
        await StartAsync();
        await KeysAsync(1);

        var child = _bench.Server.Storage.Find("", "configmaps", "lab", "child")!;
        child["metadata"]!["ownerReferences"]![0]!["name"] = "second";
        _bench.Server.Storage.Put("", "configmaps", "lab", "child", child);

        Assert.Equal(["first", "second"], (await KeysAsync(2)).Order());
    }

    [Fact]
    public async Task A_referenced_object_wakes_those_that_an_index_names()
    {
        var secrets = _bench.Informers.Get<V1ConfigMap>();
        _builder.Primary.AddIndex("size", widget => [$"{widget.Spec!.Size}"]);
        _builder.Watches(secrets, secret => _builder.Primary.ByIndex("size", secret.Data["value"]).Select(ObjectKey.Of));
        Put("small", 1);
        Put("large", 9);
        await StartAsync();
        await KeysAsync(2);

        await _bench.CreateAsync("reference", "9");

        Assert.Equal(["large"], await KeysAsync(1));
    }

    [Fact]
    public async Task Keys_may_come_from_outside_the_cluster()
    {
        var channel = Channel.CreateUnbounded<ObjectKey>();
        _builder.Watches(channel.Reader);
        await StartAsync();

        await channel.Writer.WriteAsync(new ObjectKey("lab", "external"));

        Assert.Equal(["external"], await KeysAsync(1));
    }

    [Fact]
    public void Options_out_of_range_are_refused_when_the_controller_is_made() =>
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(() => _builder.With(options => options.Workers = 0).Build());

    private async Task StartAsync()
    {
        var definition = _builder.Build();
        _bench.Informers.Start();
        await _bench.Informers.WaitForSyncAsync(Eventually.Limit, default);
        _subscriptions.AddRange(definition.Watches.Select(watch => watch.Start(_queue)));
    }

    private double Depth(string priority) => Scrape.Value(_registry, "workqueue_depth", "priority", priority);

    private async Task<List<string>> KeysAsync(int count)
    {
        var keys = new List<string>();
        while (keys.Count < count)
        {
            var taken = await Eventually.WithinLimitAsync(_queue.TakeAsync(default).AsTask());
            keys.Add(taken!.Value.Key.Name);
            _queue.Done(taken.Value.Key);
        }

        return keys;
    }

    private void Put(string name, int size, int? status = null)
    {
        var json = new System.Text.Json.Nodes.JsonObject { ["spec"] = new System.Text.Json.Nodes.JsonObject { ["size"] = size } };
        json["status"] = status is null ? null : new System.Text.Json.Nodes.JsonObject { ["size"] = status };
        _bench.Server.Storage.Put("lab.example", "widgets", "lab", name, json);
    }

    private Task CreateOwnedAsync(string name, ResourceKind ownerKind, string ownerName)
    {
        var owner = new Widget { Metadata = new V1ObjectMeta { Name = ownerName, NamespaceProperty = "lab", Uid = ownerName } };
        var child = Workbench.ConfigMap(name);
        child.Metadata.OwnerReferences = [OwnerReferences.Controller(owner, ownerKind, "lab")];
        return _bench.Client.CreateAsync(Workbench.ConfigMaps, child, new WriteOptions());
    }
}
