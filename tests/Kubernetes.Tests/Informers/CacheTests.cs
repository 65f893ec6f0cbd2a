using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Informers;

public sealed class CacheTests
{
    [Fact]
    public async Task Indexes_follow_additions_changes_and_deletions()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a", "red");
        await bench.CreateAsync("b", "red", namespaceName: "other");
        var (cache, _) = await bench.CacheAsync<V1ConfigMap>();
        cache.AddIndex("colour", obj => [obj.Data["value"]]);
        Assert.Equal(2, cache.ByIndex("colour", "red").Count);
        Assert.Single(cache.ByIndex(Indexes.Namespace, "other"));

        await bench.SetAsync("a", "blue");
        await Eventually.HoldsAsync(() => cache.ByIndex("colour", "blue").Count == 1);
        Assert.Single(cache.ByIndex("colour", "red"));

        await bench.DeleteAsync("a");
        await Eventually.HoldsAsync(() => cache.ByIndex("colour", "blue").Count == 0);
        Assert.Throws<ArgumentException>(() => cache.ByIndex("shape", "round"));
    }

    [Fact]
    public async Task Objects_are_found_by_the_uid_of_their_owner()
    {
        await using var bench = await Workbench.StartAsync();
        var owned = Workbench.ConfigMap("a");
        owned.Metadata.OwnerReferences = [new V1OwnerReference { ApiVersion = "v1", Kind = "X", Name = "x", Uid = "owner" }];
        await bench.Client.CreateAsync(Workbench.ConfigMaps, owned, new WriteOptions());
        var (cache, _) = await bench.CacheAsync<V1ConfigMap>();

        Assert.Equal("a", cache.ByIndex(Indexes.OwnerUid, "owner").Single().Metadata.Name);
        Assert.Empty(cache.ByIndex(Indexes.OwnerUid, "nobody"));
    }

    [Fact]
    public async Task What_is_cached_has_no_managed_fields_and_no_copy_of_itself()
    {
        await using var bench = await Workbench.StartAsync();
        var obj = Workbench.ConfigMap("a");
        obj.Metadata.Annotations = new Dictionary<string, string> { ["kubectl.kubernetes.io/last-applied-configuration"] = "{}", ["kept"] = "x" };
        obj.Metadata.ManagedFields = [new V1ManagedFieldsEntry { Manager = "kubectl", FieldsV1 = new { paths = Array.Empty<string>() } }];
        await bench.Client.CreateAsync(Workbench.ConfigMaps, obj, new WriteOptions());

        var (cache, _) = await bench.CacheAsync<V1ConfigMap>();

        Assert.Null(cache.All()[0].Metadata.ManagedFields);
        Assert.Equal(["kept"], cache.All()[0].Metadata.Annotations.Keys);
    }

    [Fact]
    public async Task Secrets_can_be_cached_as_metadata_or_as_digests_and_their_contents_stay_outside()
    {
        await using var bench = await Workbench.StartAsync();
        var kind = ResourceKind.Of<V1Secret>();
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = "s", NamespaceProperty = "lab" },
            Data = new Dictionary<string, byte[]> { ["token"] = "hunter2"u8.ToArray() },
        };
        await bench.Client.CreateAsync(kind, secret, new WriteOptions());

        var (metadata, _) = await bench.CacheAsync(new InformerOptions<PartialObjectMetadata> { Kind = kind });
        var (digests, _) = await bench.CacheAsync(new InformerOptions<V1Secret> { Transform = Transforms.Digests });

        Assert.Equal("s", metadata.All()[0].Metadata.Name);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData("hunter2"u8), digests.All()[0].Data["token"]);
        Assert.Equal(2, bench.Server.Count(target => target is { Plural: "secrets", Watch: false, Method: "GET" }));
    }

    [Fact]
    public async Task Equal_wishes_share_one_watch_and_different_ones_do_not()
    {
        await using var bench = await Workbench.StartAsync();
        var all = bench.Informers.Get<V1ConfigMap>();
        Assert.Same(all, bench.Informers.Get(new InformerOptions<V1ConfigMap> { Selection = new Selection() }));
        Assert.NotSame(all, bench.Informers.Get(new InformerOptions<V1ConfigMap> { Selection = new Selection("lab") }));
        Assert.NotSame(all, (object)bench.Informers.Get(new InformerOptions<PartialObjectMetadata> { Kind = Workbench.ConfigMaps }));
        Assert.Throws<InvalidOperationException>(() => bench.Informers.Get(new InformerOptions<V1ConfigMap> { Transform = obj => obj }));

        bench.Informers.Start();
        await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 3);
    }

    [Fact]
    public async Task A_handler_that_comes_late_is_told_what_exists_and_one_that_left_hears_nothing()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a");
        var (cache, first) = await bench.CacheAsync<V1ConfigMap>();
        var late = new Recorder<V1ConfigMap>();
        var subscription = cache.AddHandler(late);
        Assert.Equal(["initial a"], late.Told);

        subscription.Dispose();
        await bench.CreateAsync("b");
        await Eventually.HoldsAsync(() => first.Told.Contains("added b"));
        Assert.Single(late.Told);
    }

    [Fact]
    public async Task A_handler_or_transform_that_throws_costs_neither_the_watch_nor_the_others()
    {
        await using var bench = await Workbench.StartAsync();
        var cache = bench.Informers.Get(new InformerOptions<V1ConfigMap>
        {
            Transform = obj => obj.Metadata.Name == "poison" ? throw new InvalidOperationException("transform") : obj,
        });
        cache.AddHandler(new Thrower());
        var recorder = new Recorder<V1ConfigMap>();
        cache.AddHandler(recorder);
        bench.Informers.Start();
        await bench.CreateAsync("poison");
        await bench.CreateAsync("a");
        await bench.SetAsync("a", "2");
        await bench.DeleteAsync("a");

        await Eventually.HoldsAsync(() => recorder.Told.Contains("deleted a"));
        Assert.Equal(1, bench.Server.Watches.Opened);
        Assert.Contains(bench.Logs.Loud, line => line.Exception?.Message == "transform");
        Assert.Contains(bench.Logs.Loud, line => line.Exception?.Message == "handler");
    }

    [Fact]
    public async Task A_kind_that_the_server_does_not_know_yet_is_filled_when_it_appears()
    {
        await using var bench = await Workbench.StartAsync();
        using var missing = bench.Server.Break(target => target.Plural == "widgets", Standing(404), int.MaxValue);
        var cache = bench.Informers.Get<Widget>();
        bench.Informers.Start();
        await Eventually.HoldsAsync(() => bench.Logs.Loud.Any(line => line.Text.Contains("does not know widgets.lab.example", StringComparison.Ordinal)));
        Assert.False(cache.HasSynced);
        var late = await Assert.ThrowsAsync<TimeoutException>(() => bench.Informers.WaitForSyncAsync(TimeSpan.FromMilliseconds(50), default));
        Assert.Contains("widgets.lab.example", late.Message, StringComparison.Ordinal);

        missing.Dispose();
        await Eventually.HoldsAsync(() => cache.HasSynced);
    }

    [Fact]
    public async Task A_missing_permission_is_named_and_waited_for()
    {
        await using var bench = await Workbench.StartAsync();
        using var forbidden = bench.Server.Break(_ => true, Standing(403), int.MaxValue);
        var cache = bench.Informers.Get(new InformerOptions<V1ConfigMap> { Selection = new Selection("lab") });
        bench.Informers.Start();
        await Eventually.HoldsAsync(() => bench.Logs.Loud.Any(line => line.Text.Contains("may not list and watch configmaps in lab", StringComparison.Ordinal)));

        forbidden.Dispose();
        await Eventually.HoldsAsync(() => cache.HasSynced);
    }

    [Fact]
    public async Task Namespaces_come_and_go_and_what_goes_is_reported_as_deleted()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a", namespaceName: "one");
        await bench.CreateAsync("b", namespaceName: "two");
        await bench.CreateAsync("c", namespaceName: "foreign");
        bench.Informers.Start();
        var caches = new NamespacedCaches<V1ConfigMap>(bench.Informers);
        caches.AddIndex("value", obj => [obj.Data["value"]]);
        var recorder = new Recorder<V1ConfigMap>();
        caches.AddHandler(recorder);
        caches.Add("one");
        caches.Add("two");
        caches.Add("two");

        await Eventually.HoldsAsync(() => caches.HasSynced && caches.All().Count == 2);
        Assert.Equal(2, caches.ByIndex("value", "1").Count);
        Assert.NotNull(caches.Find(new ObjectKey("one", "a")));
        Assert.Null(caches.Find(new ObjectKey("foreign", "c")));
        Assert.DoesNotContain(bench.Server.Requests, request => request is { Method: "GET", Namespace: null or "foreign" });

        await caches.RemoveAsync("two");
        Assert.Contains("deleted b", recorder.Told);
        Assert.Equal(["one"], caches.Namespaces);
        await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 1);
        await bench.CreateAsync("late", namespaceName: "two");
        await bench.CreateAsync("new", namespaceName: "one");
        await Eventually.HoldsAsync(() => recorder.Told.Contains("added new"));
        Assert.DoesNotContain("added late", recorder.Told);
    }

    [Fact]
    public async Task The_metrics_tell_whether_caches_are_filled_and_why_they_were_listed_again()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a");
        await bench.CacheAsync<V1ConfigMap>();
        await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 1);
        Assert.Equal(1, Scrape.Value(bench.Registry, "informer_synced", "kind", "configmaps"));
        Assert.Equal(1, Scrape.Value(bench.Registry, "informer_objects", "kind", "configmaps"));
        Assert.InRange(
            TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - Scrape.Value(bench.Registry, "informer_last_event_timestamp_seconds"), -1, 30);

        bench.Server.Watches.Fail(410, "Expired");
        await Eventually.HoldsAsync(() => Scrape.Find(bench.Registry, "informer_relists_total", "reason", "expired") == 1);
        Assert.Equal(1, Scrape.Value(bench.Registry, "informer_relists_total", "reason", "initial"));
    }

    private static Tests.StandIn.Fault Standing(int code) => Tests.StandIn.Fault.Answer(code, "");

    private sealed class Thrower : IInformerHandler<V1ConfigMap>
    {
        public void Added(V1ConfigMap obj, bool initial) => throw new InvalidOperationException("handler");

        public void Updated(V1ConfigMap before, V1ConfigMap after) => throw new InvalidOperationException("handler");

        public void Deleted(V1ConfigMap last) => throw new InvalidOperationException("handler");
    }
}
