using System.Text.Json.Nodes;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Apply;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Tests.StandIn;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Apply;

public sealed class ApplyEngineTests : IAsyncLifetime
{
    private Workbench _bench = null!;
    private IObjectCache<V1ConfigMap> _cache = null!;
    private ApplyEngine _engine = null!;

    public async Task InitializeAsync()
    {
        _bench = await Workbench.StartAsync();
        (_cache, _) = await _bench.CacheAsync<V1ConfigMap>();
        _engine = Engines().Create("lab-controller");
    }

    public Task DisposeAsync() => _bench.DisposeAsync().AsTask();

    [Fact]
    public async Task A_wish_is_created_once_and_then_costs_no_request()
    {
        var created = await _engine.ApplyAsync(Wish("a", "1"), _cache);
        Assert.Equal(ApplyChange.Created, created.Change);
        await CachedAsync("a", "1");
        var before = _bench.Server.WriteRequests;

        for (var round = 0; round < 5; round++)
        {
            Assert.Equal(ApplyChange.None, (await _engine.ApplyAsync(Wish("a", "1"), _cache)).Change);
        }

        Assert.Equal(before, _bench.Server.WriteRequests);
        Assert.Equal(5, Results("skipped"));
    }

    [Fact]
    public async Task A_changed_wish_is_written_and_a_field_no_longer_mentioned_is_given_up()
    {
        await _engine.ApplyAsync(Wish("a", "1", label: "x"), _cache);
        await CachedAsync("a", "1");

        var changed = await _engine.ApplyAsync(Wish("a", "2"), _cache);

        Assert.Equal(ApplyChange.Changed, changed.Change);
        Assert.Equal("2", changed.Object.Data["value"]);
        Assert.NotEqual(true, changed.Object.Metadata.Labels?.ContainsKey("label"));
    }

    [Fact]
    public async Task A_field_that_somebody_edited_is_put_back_and_counted()
    {
        await _engine.ApplyAsync(Wish("a", "1"), _cache);
        await CachedAsync("a", "1");
        await _bench.SetAsync("a", "edited");
        await CachedAsync("a", "edited");

        Assert.Equal(ApplyChange.Corrected, (await _engine.ApplyAsync(Wish("a", "1"), _cache)).Change);
        await CachedAsync("a", "1");
        Assert.Equal(1, Results("corrected"));
    }

    [Fact]
    public async Task What_others_add_is_none_of_our_business()
    {
        await _engine.ApplyAsync(Wish("a", "1"), _cache);
        await CachedAsync("a", "1");
        await PatchAsync("""{"data":{"theirs":"x"},"metadata":{"labels":{"theirs":"x"}}}""");
        await Eventually.HoldsAsync(() => _cache.Find(new ObjectKey("lab", "a"))!.Data.ContainsKey("theirs"));
        var before = _bench.Server.WriteRequests;

        Assert.Equal(ApplyChange.None, (await _engine.ApplyAsync(Wish("a", "1"), _cache)).Change);
        Assert.Equal(before, _bench.Server.WriteRequests);
    }

    [Fact]
    public async Task Status_that_moves_all_the_time_causes_no_writes_even_where_the_server_spells_the_wish_differently()
    {
        var (cache, _) = await _bench.CacheAsync<V2HorizontalPodAutoscaler>();
        var wish = new V2HorizontalPodAutoscaler
        {
            Metadata = new V1ObjectMeta { Name = "h", NamespaceProperty = "lab" },
            Spec = new V2HorizontalPodAutoscalerSpec { MaxReplicas = 3, ScaleTargetRef = new V2CrossVersionObjectReference { Kind = "Deployment", Name = "d" } },
        };
        await _engine.ApplyAsync(wish, cache);
        await Eventually.HoldsAsync(() => cache.All().Count == 1);

        // A default that turns up beside the wish, as servers add them; then the status moves.
        Poke("autoscaling", "horizontalpodautoscalers", "h", obj => obj["spec"]!["minReplicas"] = 1);
        await Eventually.HoldsAsync(() => cache.All()[0].Spec.MinReplicas == 1);
        await _engine.ApplyAsync(wish, cache);
        var before = _bench.Server.WriteRequests;
        for (var round = 1; round <= 5; round++)
        {
            Poke("autoscaling", "horizontalpodautoscalers", "h", obj => obj["status"] = new JsonObject { ["currentReplicas"] = round, ["desiredReplicas"] = round });
            await Eventually.HoldsAsync(() => cache.All()[0].Status?.CurrentReplicas == round);
            await _engine.ApplyAsync(wish, cache);
        }

        Assert.Equal(before, _bench.Server.WriteRequests);
    }

    [Fact]
    public async Task A_wish_that_the_server_stores_in_other_words_is_written_once_and_not_for_ever()
    {
        _bench.Server.Storage.Admission = obj => obj["data"]!["value"] = (string?)obj["data"]!["value"] == "1000m" ? "1" : (string?)obj["data"]!["value"];
        await _engine.ApplyAsync(Wish("a", "1000m"), _cache);
        await CachedAsync("a", "1");
        var before = _bench.Server.WriteRequests;
        await _engine.ApplyAsync(Wish("a", "1000m"), _cache);
        Poke("", "configmaps", "a", obj => obj["status"] = new JsonObject { ["noise"] = 1 });
        await Eventually.HoldsAsync(() => _cache.All()[0].Metadata.ResourceVersion == $"{_bench.Server.Storage.Version}");
        await _engine.ApplyAsync(Wish("a", "1000m"), _cache);
        Assert.Equal(before, _bench.Server.WriteRequests);

        // After a restart the spelling is not known again: one request, which changes nothing, and then none.
        var restarted = Engines().Create("lab-controller");
        Assert.Equal(ApplyChange.None, (await restarted.ApplyAsync(Wish("a", "1000m"), _cache)).Change);
        Assert.Equal(ApplyChange.None, (await restarted.ApplyAsync(Wish("a", "1000m"), _cache)).Change);
        Assert.Equal(before + 1, _bench.Server.WriteRequests);
    }

    [Fact]
    public async Task A_cache_that_has_not_caught_up_with_our_own_write_causes_no_second_one()
    {
        await _engine.ApplyAsync(Wish("a", "1"), _cache);
        await CachedAsync("a", "1");
        var stale = new StaleCache(_cache);
        await _engine.ApplyAsync(Wish("a", "2"), stale);
        var before = _bench.Server.WriteRequests;

        Assert.Equal(ApplyChange.None, (await _engine.ApplyAsync(Wish("a", "2"), stale)).Change);
        Assert.Equal(before, _bench.Server.WriteRequests);
    }

    [Fact]
    public async Task After_a_restart_what_is_in_place_costs_no_request_and_what_drifted_meanwhile_is_put_back()
    {
        await _engine.ApplyAsync(Wish("a", "1"), _cache);
        await _engine.ApplyAsync(Wish("b", "1"), _cache);
        await CachedAsync("b", "1");
        await _bench.SetAsync("b", "edited while we were down");
        await CachedAsync("b", "edited while we were down");

        var restarted = Engines().Create("lab-controller");
        var before = _bench.Server.WriteRequests;
        Assert.Equal(ApplyChange.None, (await restarted.ApplyAsync(Wish("a", "1"), _cache)).Change);
        Assert.Equal(before, _bench.Server.WriteRequests);
        Assert.Equal(ApplyChange.Corrected, (await restarted.ApplyAsync(Wish("b", "1"), _cache)).Change);
    }

    [Fact]
    public async Task A_cache_of_metadata_alone_still_notices_that_data_was_edited()
    {
        var secrets = ResourceKind.Of<V1Secret>();
        var (cache, _) = await _bench.CacheAsync(new InformerOptions<PartialObjectMetadata> { Kind = secrets });
        var wish = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "s", ["namespace"] = "lab" },
            ["stringData"] = new JsonObject { ["token"] = "t" },
        };
        await _engine.ApplyAsync(wish, cache);
        await Eventually.HoldsAsync(() => cache.All().Count == 1);
        var before = _bench.Server.WriteRequests;
        Assert.Equal(ApplyChange.None, (await _engine.ApplyAsync(wish, cache)).Change);
        Assert.Equal(before, _bench.Server.WriteRequests);

        Poke("", "secrets", "s", obj => obj["stringData"]!["token"] = "stolen");
        await Eventually.HoldsAsync(() => cache.All()[0].Metadata.ResourceVersion == $"{_bench.Server.Storage.Version}");
        Assert.Equal(ApplyChange.Corrected, (await _engine.ApplyAsync(wish, cache)).Change);
        Assert.DoesNotContain("token", System.Text.Encoding.UTF8.GetString(ApiJson.Serialize(cache.All()[0])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_force_a_foreign_field_is_refused_by_its_owners_name()
    {
        await Engines().Create("argocd-controller").ApplyAsync(Wish("a", "theirs"), _cache);
        await CachedAsync("a", "theirs");

        var conflict = await Assert.ThrowsAsync<ApplyConflictException>(
            () => Engines().Create("portal", force: false).ApplyAsync(Wish("a", "ours"), _cache));

        Assert.Contains(new FieldConflict(".data.value", "argocd-controller"), conflict.Conflicts);
        Assert.Contains(".data.value by argocd-controller", conflict.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ours", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_managers_of_one_object_leave_each_other_in_peace()
    {
        var other = Engines().Create("other-controller");
        var theirs = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = "lab" },
            ["data"] = new JsonObject { ["theirs"] = "x" },
        };
        await _engine.ApplyAsync(Wish("a", "1"), _cache);
        await CachedAsync("a", "1");
        await other.ApplyAsync(theirs, _cache);
        await Eventually.HoldsAsync(() => _cache.All()[0].Data.ContainsKey("theirs"));
        var before = _bench.Server.WriteRequests;

        for (var round = 0; round < 3; round++)
        {
            await _engine.ApplyAsync(Wish("a", "1"), _cache);
            await other.ApplyAsync((JsonObject)theirs.DeepClone(), _cache);
        }

        Assert.Equal(before, _bench.Server.WriteRequests);
        Assert.Empty(await other.PruneAsync(Owner(), new HashSet<ObjectKey>(), _cache));
    }

    [Fact]
    public async Task A_dry_run_answers_and_stores_nothing()
    {
        var answer = await _engine.DryRunAsync(Wish("a", "1"), Workbench.ConfigMaps);

        Assert.Equal("1", answer.Data["value"]);
        Assert.Null(_bench.Server.Storage.Find("", "configmaps", "lab", "a"));
    }

    [Fact]
    public async Task An_object_that_is_being_deleted_is_left_alone()
    {
        var wish = Wish("a", "1");
        wish.Metadata.Finalizers = ["lab.example/hold"];
        await _engine.ApplyAsync(wish, _cache);
        await CachedAsync("a", "1");
        await _bench.DeleteAsync("a");
        await Eventually.HoldsAsync(() => _cache.Find(new ObjectKey("lab", "a"))?.Metadata.DeletionTimestamp is not null);
        var before = _bench.Server.WriteRequests;

        Assert.Equal(ApplyChange.None, (await _engine.ApplyAsync(Wish("a", "2"), _cache)).Change);
        Assert.Equal(before, _bench.Server.WriteRequests);
    }

    [Fact]
    public async Task An_apply_whose_answer_was_lost_is_sent_again_and_leaves_one_object()
    {
        _bench.Server.Break(target => target.Method == "PATCH", new Fault { LoseAnswer = true });

        var outcome = await _engine.ApplyAsync(Wish("a", "1"), _cache);

        Assert.Equal("1", outcome.Object.Data["value"]);
        Assert.Equal(2, _bench.Server.WriteRequests);
        Assert.Equal(1, _bench.Server.Writes);
    }

    [Fact]
    public async Task Nothing_is_applied_over_a_cache_that_is_not_filled_or_looks_elsewhere()
    {
        var unfilled = new StaleCache(_cache) { HasSynced = false };
        await Assert.ThrowsAsync<InvalidOperationException>(() => _engine.ApplyAsync(Wish("a", "1"), unfilled));

        var (elsewhere, _) = await _bench.CacheAsync(new InformerOptions<V1ConfigMap> { Selection = new Selection("elsewhere") });
        await Assert.ThrowsAsync<InvalidOperationException>(() => _engine.ApplyAsync(Wish("a", "1"), elsewhere));
        Assert.Equal(0, _bench.Server.WriteRequests);
    }

    [Fact]
    public async Task A_namespace_that_cannot_be_read_does_not_hold_up_the_others()
    {
        using var forbidden = _bench.Server.Break(target => target.Namespace == "broken", Fault.Answer(403, "Forbidden"), int.MaxValue);
        var caches = new NamespacedCaches<V1ConfigMap>(_bench.Informers);
        caches.Add("broken");
        caches.Add("lab");
        await Eventually.HoldsAsync(() => caches.HasSyncedIn("lab"));

        Assert.False(caches.HasSynced);
        Assert.Equal(ApplyChange.Created, (await _engine.ApplyAsync(Wish("a", "1"), caches)).Change);
        var stuck = Workbench.ConfigMap("a", namespaceName: "broken");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _engine.ApplyAsync(stuck, caches));
    }

    [Fact]
    public async Task Pruning_deletes_what_we_made_for_this_owner_and_do_not_keep_and_nothing_else()
    {
        var owner = Owner();
        await _engine.ApplyAsync(Owned("kept", owner), _cache);
        await _engine.ApplyAsync(Owned("dropped", owner), _cache);
        await _engine.ApplyAsync(Wish("unowned", "1"), _cache);
        var another = Owner();
        another.Metadata.Uid = "another";
        await _engine.ApplyAsync(Owned("of-another", another), _cache);
        var byHand = Owned("by-hand", owner);
        await _bench.Client.CreateAsync(Workbench.ConfigMaps, byHand, new WriteOptions());
        await Eventually.HoldsAsync(() => _cache.All().Count == 5);

        var deleted = await _engine.PruneAsync(owner, new HashSet<ObjectKey> { new("lab", "kept") }, _cache);

        Assert.Equal([new ObjectKey("lab", "dropped")], deleted);
        await Eventually.HoldsAsync(() => _cache.All().Count == 4);
        Assert.Equal(1, Scrape.Value(_bench.Registry, "apply_pruned_total", "manager", "lab-controller", "kind", "ConfigMap"));
    }

    [Fact]
    public async Task Pruning_leaves_a_namesake_that_took_the_place_alone()
    {
        var owner = Owner();
        await _engine.ApplyAsync(Owned("a", owner), _cache);
        await CachedAsync("a", "1");
        var stale = new StaleCache(_cache);
        await _bench.DeleteAsync("a");
        await _bench.CreateAsync("a", "the user's own");

        Assert.Empty(await _engine.PruneAsync(owner, new HashSet<ObjectKey>(), stale));
        Assert.NotNull(_bench.Server.Storage.Find("", "configmaps", "lab", "a"));
    }

    private ApplyEngineFactory Engines() => new(_bench.Client, "lab.example", _bench.Registry, _bench.Logs);

    private double Results(string result) => Scrape.Value(_bench.Registry, "apply_total", "manager", "lab-controller", "result", result);

    private Task CachedAsync(string name, string value) =>
        Eventually.HoldsAsync(() => _cache.Find(new ObjectKey("lab", name))?.Data["value"] == value);

    private void Poke(string group, string plural, string name, Action<JsonObject> change)
    {
        var obj = _bench.Server.Storage.Find(group, plural, "lab", name)!;
        change(obj);
        _bench.Server.Storage.Put(group, plural, "lab", name, obj);
    }

    private Task PatchAsync(string json) => _bench.Client.PatchAsync<V1ConfigMap>(
        Workbench.ConfigMaps, new ObjectKey("lab", "a"), PatchKind.Merge, System.Text.Encoding.UTF8.GetBytes(json), new WriteOptions());

    private static V1ConfigMap Wish(string name, string value, string? label = null)
    {
        var wish = Workbench.ConfigMap(name, value);
        wish.Metadata.Labels = label is null ? null : new Dictionary<string, string> { ["label"] = label };
        return wish;
    }

    private static Widget Owner() => new() { Metadata = new V1ObjectMeta { Name = "w", NamespaceProperty = "lab", Uid = "owner-uid" } };

    private static V1ConfigMap Owned(string name, Widget owner)
    {
        var wish = Workbench.ConfigMap(name);
        wish.Metadata.OwnerReferences = [OwnerReferences.Controller(owner, ResourceKind.Of<Widget>(), "lab")];
        return wish;
    }

    /// <summary>A cache as it was at one moment.</summary>
    private sealed class StaleCache(IObjectCache<V1ConfigMap> cache) : IObjectCache<V1ConfigMap>
    {
        private readonly IReadOnlyList<V1ConfigMap> _then = cache.All();

        public ResourceKind Kind => cache.Kind;

        public bool HasSynced { get; init; } = true;

        public bool HasSyncedIn(string? namespaceName) => HasSynced;

        public V1ConfigMap? Find(ObjectKey key) => _then.FirstOrDefault(obj => ObjectKey.Of(obj) == key);

        public IReadOnlyList<V1ConfigMap> All() => _then;

        public IReadOnlyList<V1ConfigMap> ByIndex(string index, string value) =>
            [.. _then.Where(obj => obj.Metadata.OwnerReferences?.Any(owner => owner.Uid == value) == true)];

        public void AddIndex(string index, Func<V1ConfigMap, IEnumerable<string>> values) => throw new NotSupportedException();

        public IDisposable AddHandler(IInformerHandler<V1ConfigMap> handler) => throw new NotSupportedException();

        public V1ConfigMap Normalise(V1ConfigMap obj) => cache.Normalise(obj);
    }
}
