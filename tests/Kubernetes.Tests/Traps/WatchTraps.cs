using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Tests.StandIn;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Traps;

/// <summary>
/// The ways in which a watch made with KubernetesClient 21.0.8 goes wrong, one test each. The numbers are those of the README's table of traps.
/// </summary>
public sealed class WatchTraps
{
    [Fact]
    public async Task W1_An_empty_selection_is_filled_and_watched_although_no_line_ever_arrives()
    {
        await using var bench = await Workbench.StartAsync();
        bench.Server.Watches.BookmarkPeriod = null;

        var (cache, changes) = await bench.CacheAsync<V1ConfigMap>();
        await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 1);
        Assert.True(cache.HasSynced);

        await bench.CreateAsync("first");
        await Eventually.HoldsAsync(() => changes.Told.Contains("added first"));
    }

    [Fact]
    public async Task W2_A_server_that_ends_an_empty_watch_is_an_ordinary_ending_and_no_tight_loop()
    {
        await using var bench = await Workbench.StartAsync(watch => watch.Backoff = watch.Backoff with
        {
            Initial = TimeSpan.FromMilliseconds(40),
            Limit = TimeSpan.FromMilliseconds(40),
        });
        bench.Server.Watches.CloseAtOnce = true;
        var start = TimeProvider.System.GetTimestamp();

        var (_, changes) = await bench.CacheAsync<V1ConfigMap>();
        await Eventually.HoldsAsync(() => bench.Server.Watches.Opened >= 5);
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        Assert.True(bench.Server.Watches.Opened <= (elapsed.TotalMilliseconds / 40) + 2);
        Assert.Empty(bench.Logs.Loud);

        bench.Server.Watches.CloseAtOnce = false;
        await bench.CreateAsync("first");
        await Eventually.HoldsAsync(() => changes.Told.Contains("added first"));
        Assert.Equal(1, bench.Server.Count(target => target is { Method: "GET", Watch: false }));
    }

    [Theory]
    [InlineData("Expired")]
    [InlineData("Gone")]
    [InlineData("")]
    public async Task W3_An_expiry_inside_the_stream_lists_again_whatever_the_reason_is_called(string reason)
    {
        await using var bench = await Workbench.StartAsync();
        bench.Server.Watches.BookmarkPeriod = null;
        await bench.CreateAsync("gone");
        var (_, changes) = await bench.CacheAsync<V1ConfigMap>();
        await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 1);

        bench.Server.Watches.Fail(410, reason);

        await Eventually.HoldsAsync(() => bench.Server.Count(target => target is { Method: "GET", Watch: false }) == 2);
        await bench.CreateAsync("next");
        await Eventually.HoldsAsync(() => changes.Told.Contains("added next"));
    }

    [Fact]
    public async Task W3_Another_error_inside_the_stream_resumes_without_listing()
    {
        await using var bench = await Workbench.StartAsync();
        var (_, changes) = await bench.CacheAsync<V1ConfigMap>();
        await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 1);

        bench.Server.Watches.Fail(500, "InternalError");
        await Eventually.HoldsAsync(() => bench.Server.Watches.Opened == 2);

        await bench.CreateAsync("next");
        await Eventually.HoldsAsync(() => changes.Told.Contains("added next"));
        Assert.Equal(1, bench.Server.Count(target => target is { Method: "GET", Watch: false }));
    }

    [Fact]
    public async Task W4_Cancelling_after_the_first_event_still_ends_the_watch()
    {
        await using var bench = await Workbench.StartAsync();
        var (_, changes) = await bench.CacheAsync<V1ConfigMap>();
        await bench.CreateAsync("first");
        await Eventually.HoldsAsync(() => changes.Told.Contains("added first"));

        await Eventually.WithinLimitAsync(bench.Informers.DisposeAsync().AsTask());

        await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 0);
    }

    [Fact]
    public async Task W5_Cancelling_leaves_no_read_behind_that_fails_unobserved()
    {
        var unobserved = new List<Exception>();
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            lock (unobserved)
            {
                unobserved.Add(e.Exception);
            }
        }

        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            await StartAndStopAsync(20);
            for (var round = 0; round < 3; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }

        // Other tests run beside this one: what comes from their stand-ins is not meant.
        Assert.DoesNotContain(unobserved, exception => !exception.ToString().Contains(".StandIn.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task W6_A_type_with_required_members_is_listed_bookmarked_and_watched()
    {
        await using var bench = await Workbench.StartAsync();
        bench.Server.Watches.BookmarkPeriod = TimeSpan.FromMilliseconds(5);
        Put(bench, "good", """{"spec":{"size":1}}""");

        var (cache, changes) = await bench.CacheAsync<Widget>();
        await Eventually.HoldsAsync(() => bench.Server.Watches.LastBookmark > 0);
        Put(bench, "next", """{"spec":{"size":2}}""");
        await Eventually.HoldsAsync(() => changes.Told.Contains("added next"));

        Assert.Equal(2, cache.Find(new ObjectKey("lab", "next"))!.Spec!.Size);
        Assert.Equal(1, bench.Server.Watches.Opened);
    }

    [Fact]
    public async Task W6_An_object_that_does_not_fit_its_type_costs_that_object_and_not_the_watch()
    {
        await using var bench = await Workbench.StartAsync();
        Put(bench, "broken-from-the-start", """{"spec":{}}""");
        Put(bench, "breaks-later", """{"spec":{"size":1}}""");

        var (cache, changes) = await bench.CacheAsync<Widget>();
        Put(bench, "breaks-later", """{"spec":{"size":"many"}}""");
        Put(bench, "good", """{"spec":{"size":3}}""");
        await Eventually.HoldsAsync(() => changes.Told.Contains("added good"));

        Assert.Equal(1, cache.Find(new ObjectKey("lab", "breaks-later"))!.Spec!.Size);
        Assert.Null(cache.Find(new ObjectKey("lab", "broken-from-the-start")));
        Assert.Equal(1, bench.Server.Watches.Opened);
        Assert.Contains(bench.Logs.Loud, line => line.Text.Contains("lab/breaks-later", StringComparison.Ordinal));

        // A list finds it broken as well, and must not take it for deleted.
        bench.Server.Watches.Fail(410, "Expired");
        await Eventually.HoldsAsync(() => bench.Server.Count(target => target is { Method: "GET", Watch: false }) == 2);
        Put(bench, "good", """{"spec":{"size":4}}""");
        await Eventually.HoldsAsync(() => changes.Told.Contains("updated good"));
        Assert.DoesNotContain("deleted breaks-later", changes.Told);
        Assert.NotNull(cache.Find(new ObjectKey("lab", "breaks-later")));
    }

    [Fact]
    public async Task W7_A_connection_that_went_silent_without_a_word_is_given_up_at_the_agreed_end()
    {
        await using var server = await StandInApiServer.StartAsync();
        server.Watches.BookmarkPeriod = null;
        await using var relay = new TcpRelay(server.Url);
        await using var bench = Workbench.On(server, relay.Url, watch =>
        {
            watch.ShortestWatch = watch.LongestWatch = TimeSpan.FromSeconds(1);
            watch.WatchGrace = TimeSpan.FromMilliseconds(200);
        });
        var (_, changes) = await bench.CacheAsync<V1ConfigMap>();
        await Eventually.HoldsAsync(() => server.Watches.Open == 1);

        relay.Silence();
        server.Storage.Put("", "configmaps", "lab", "unseen", []);

        await Eventually.HoldsAsync(() => changes.Told.Contains("added unseen"));
    }

    [Fact]
    public async Task W7_A_watch_whose_bookmarks_stop_is_given_up_long_before_its_agreed_end()
    {
        await using var server = await StandInApiServer.StartAsync();
        server.Watches.BookmarkPeriod = TimeSpan.FromMilliseconds(20);
        await using var bench = Workbench.On(server, configure: watch => watch.LongestSilence = TimeSpan.FromSeconds(1));
        var (_, changes) = await bench.CacheAsync<V1ConfigMap>();
        await Eventually.HoldsAsync(() => server.Watches.LastBookmark > 0);

        server.Watches.Frozen = true;
        server.Storage.Put("", "configmaps", "lab", "unseen", []);
        await Eventually.HoldsAsync(() => server.Watches.Opened >= 2);
        server.Watches.Frozen = false;

        await Eventually.HoldsAsync(() => changes.Told.Contains("added unseen"));
    }

    [Fact]
    public async Task W7_A_server_that_accepts_and_never_answers_is_tried_again()
    {
        await using var server = await StandInApiServer.StartAsync();
        await using var relay = new TcpRelay(server.Url);
        await using var bench = Workbench.On(server, relay.Url, watch => watch.HeaderTimeout = TimeSpan.FromMilliseconds(300));
        var (_, changes) = await bench.CacheAsync<V1ConfigMap>();
        await Eventually.HoldsAsync(() => server.Watches.Open == 1);

        relay.Partitioned = true;
        server.Watches.AbortAll();
        await Eventually.HoldsAsync(() => bench.Logs.Loud.Any(line => line.Exception is TimeoutException));
        relay.Partitioned = false;
        server.Storage.Put("", "configmaps", "lab", "unseen", []);

        await Eventually.HoldsAsync(() => changes.Told.Contains("added unseen"));
    }

    // In a method of its own, so that nothing on the test's stack keeps the tasks alive.
    private static async Task StartAndStopAsync(int times)
    {
        for (var round = 0; round < times; round++)
        {
            await using var bench = await Workbench.StartAsync();
            await bench.CacheAsync<V1ConfigMap>();
            await Eventually.HoldsAsync(() => bench.Server.Watches.Open == 1);
        }
    }

    private static void Put(Workbench bench, string name, string json) =>
        bench.Server.Storage.Put("lab.example", "widgets", "lab", name, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(json)!);
}
