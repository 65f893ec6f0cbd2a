using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Tests.StandIn;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Informers;

public sealed class ReflectorTests
{
    [Fact]
    public async Task What_exists_is_initial_and_what_follows_is_live()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a");

        var (cache, changes) = await bench.CacheAsync<V1ConfigMap>();
        await bench.CreateAsync("b");
        await bench.SetAsync("a", "2");
        await bench.DeleteAsync("b");

        await Eventually.HoldsAsync(() => changes.Told.Count == 4);
        Assert.Equal(["initial a", "added b", "updated a", "deleted b"], changes.Told);
        Assert.Equal("2", cache.Find(new ObjectKey("lab", "a"))!.Data["value"]);
        Assert.Equal("ConfigMap", cache.Find(new ObjectKey("lab", "a"))!.Kind);
    }

    [Fact]
    public async Task A_large_list_comes_in_pages()
    {
        await using var bench = await Workbench.StartAsync(watch => watch.PageSize = 2);
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            await bench.CreateAsync(name);
        }

        var (cache, _) = await bench.CacheAsync<V1ConfigMap>();

        Assert.Equal(5, cache.All().Count);
        Assert.Equal(3, bench.Server.Count(IsList));
    }

    [Fact]
    public async Task A_list_whose_pages_expire_begins_again_in_one_piece()
    {
        await using var bench = await Workbench.StartAsync(watch => watch.PageSize = 2);
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            await bench.CreateAsync(name);
        }

        bench.Server.ExpireContinues = 1;
        var (cache, changes) = await bench.CacheAsync<V1ConfigMap>();

        Assert.Equal(5, cache.All().Count);
        Assert.Equal(5, changes.Told.Count);
        Assert.Equal(3, bench.Server.Count(IsList));
    }

    [Theory]
    [InlineData(410, "Expired")]
    [InlineData(410, "Gone")]
    public async Task A_list_that_is_refused_as_too_old_asks_for_the_newest_state(int code, string reason)
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a");

        bench.Server.Break(IsList, Fault.Answer(code, reason));
        var (cache, _) = await bench.CacheAsync<V1ConfigMap>();

        Assert.Single(cache.All());
    }

    [Fact]
    public async Task What_was_deleted_while_nobody_watched_is_reported_as_deleted()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("kept");
        await bench.CreateAsync("gone");
        var (cache, changes) = await bench.CacheAsync<V1ConfigMap>();

        using (bench.Server.Break(target => target.Watch, new Fault { Abort = true }, int.MaxValue))
        {
            bench.Server.Watches.AbortAll();
            await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 0);
            await bench.DeleteAsync("gone");
            await bench.CreateAsync("new");
            bench.Server.Storage.Compact();
        }

        await Eventually.HoldsAsync(() => changes.Told.Count == 4);
        Assert.Equal(["initial gone", "initial kept", "added new", "deleted gone"], changes.Told);
        Assert.Null(cache.Find(new ObjectKey("lab", "gone")));
    }

    [Fact]
    public async Task A_namesake_with_another_uid_is_a_deletion_and_an_addition()
    {
        await using var bench = await Workbench.StartAsync();
        var first = await bench.CreateAsync("a");
        var (_, changes) = await bench.CacheAsync<V1ConfigMap>();

        using (bench.Server.Break(target => target.Watch, new Fault { Abort = true }, int.MaxValue))
        {
            bench.Server.Watches.AbortAll();
            await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 0);
            await bench.DeleteAsync("a");
            await bench.CreateAsync("a", "2");
            bench.Server.Storage.Compact();
        }

        await Eventually.HoldsAsync(() => changes.Told.Count == 3);
        Assert.Equal(["initial a", "deleted a", "added a"], changes.Told);
        Assert.Equal(first.Metadata.Uid, changes.Objects.ElementAt(1).Metadata.Uid);
    }

    [Fact]
    public async Task A_relist_reports_only_what_changed()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a");
        await bench.CreateAsync("b");
        var (_, changes) = await bench.CacheAsync<V1ConfigMap>();

        await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 1);
        bench.Server.Watches.Fail(410, "Expired");
        await Eventually.HoldsAsync(() => bench.Server.Count(IsList) == 2);
        await bench.SetAsync("b", "2");

        await Eventually.HoldsAsync(() => changes.Told.Count == 3);
        Assert.Equal("updated b", changes.Told.Last());
    }

    [Fact]
    public async Task A_cut_connection_resumes_where_it_was_without_a_list()
    {
        await using var bench = await Workbench.StartAsync();
        var (_, changes) = await bench.CacheAsync<V1ConfigMap>();
        await bench.CreateAsync("a");
        await Eventually.HoldsAsync(() => changes.Told.Count == 1);

        bench.Server.Watches.AbortAll();
        await bench.CreateAsync("b");

        await Eventually.HoldsAsync(() => changes.Told.Count == 2);
        Assert.Equal(1, bench.Server.Count(IsList));
    }

    [Fact]
    public async Task A_bookmark_moves_the_place_to_resume_from()
    {
        await using var bench = await Workbench.StartAsync();
        var (_, _) = await bench.CacheAsync<V1ConfigMap>(new InformerOptions<V1ConfigMap> { Selection = new Selection(LabelSelector: "app=none") });
        await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 1);
        await bench.CreateAsync("unrelated");

        // Compacted at a version that only a bookmark can have told the client: without it the resumed watch would be too old and list again.
        var before = bench.Server.Storage.Version;
        await Eventually.HoldsAsync(() => Seen(bench) >= before);
        bench.Server.Watches.CloseAll();
        await Eventually.HoldsAsync(() => bench.Server.Watches.Opened >= 2);

        Assert.Equal(1, bench.Server.Count(IsList));
        Assert.True(bench.Server.Watches.LastFrom >= before);
    }

    private static long Seen(Workbench bench) => bench.Server.Watches.LastBookmark;

    private static bool IsList(Target target) => target is { Method: "GET", Watch: false, Name: null };
}
