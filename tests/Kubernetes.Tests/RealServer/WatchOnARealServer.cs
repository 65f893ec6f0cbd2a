using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Events;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Leadership;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Tests.Hosting;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.RealServer;

[Collection(nameof(RealServerTests))]
public sealed class WatchOnARealServer(KubeApiServer server)
{
    [SkippableFact]
    public async Task A_cache_follows_what_happens()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        await cluster.Client.CreateAsync(Workbench.ConfigMaps, cluster.ConfigMap("a"), new WriteOptions());
        var (cache, changes) = await cluster.CacheAsync<V1ConfigMap>();
        Assert.Contains("initial a", changes.Told);

        await cluster.Client.CreateAsync(Workbench.ConfigMaps, cluster.ConfigMap("b"), new WriteOptions());
        await cluster.Client.PatchAsync<V1ConfigMap>(
            Workbench.ConfigMaps, cluster.Key("a"), PatchKind.Merge, "{\"data\":{\"value\":\"2\"}}"u8.ToArray(), new WriteOptions());
        await cluster.Client.DeleteAsync(Workbench.ConfigMaps, cluster.Key("b"), new DeleteOptions());

        await Eventually.HoldsAsync(() => changes.Told.Contains("deleted b"));
        Assert.Contains("added b", changes.Told);
        Assert.Contains("updated a", changes.Told);
        Assert.Equal("2", cache.Find(cluster.Key("a"))!.Data["value"]);
        Assert.Equal(("v1", "ConfigMap"), (cache.Find(cluster.Key("a"))!.ApiVersion, cache.Find(cluster.Key("a"))!.Kind));
    }

    [SkippableFact]
    public async Task A_watch_that_the_server_ends_at_the_agreed_time_resumes_without_a_list()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server, watch => watch.ShortestWatch = watch.LongestWatch = TimeSpan.FromSeconds(2));
        var (_, changes) = await cluster.CacheAsync<V1ConfigMap>();
        await Eventually.HoldsAsync(() => Scrape.Find(cluster.Registry, "informer_watches_ended_total", "reason", "closed") >= 2);

        await cluster.Client.CreateAsync(Workbench.ConfigMaps, cluster.ConfigMap("late"), new WriteOptions());
        await Eventually.HoldsAsync(() => changes.Told.Contains("added late"));
        Assert.Equal(1, Scrape.Value(cluster.Registry, "informer_relists_total", "reason", "initial"));
        Assert.Null(Scrape.Find(cluster.Registry, "informer_relists_total", "reason", "expired"));
    }

    [SkippableFact]
    public async Task A_watch_from_before_the_servers_memory_is_answered_as_gone()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var request = new WatchRequest(new Selection(cluster.Namespace), "1", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        int? code;
        try
        {
            await using var stream = await cluster.Client.WatchAsync<V1ConfigMap>(Workbench.ConfigMaps, request, default);
            code = (await stream.ReadAsync(default))?.Status?.Code;
        }
        catch (ApiException exception)
        {
            code = (int)exception.StatusCode;
        }

        Assert.Equal(410, code);
    }

    [SkippableFact]
    public async Task A_large_list_comes_in_pages_that_fit_together()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        for (var number = 0; number < 7; number++)
        {
            await cluster.Client.CreateAsync(Workbench.ConfigMaps, cluster.ConfigMap($"a{number}"), new WriteOptions());
        }

        var names = new List<string>();
        var list = new ListRequest(new Selection(cluster.Namespace, LabelSelector: "!absent")) { Limit = 3 };
        var pages = 0;
        while (true)
        {
            var page = await cluster.Client.ListPageAsync<V1ConfigMap>(Workbench.ConfigMaps, list, default);
            pages++;
            names.AddRange(page.Items.Select(item => item.Metadata.Name));
            if (page.Continue is null)
            {
                break;
            }

            list = list with { Continue = page.Continue };
        }

        Assert.True(pages >= 3);
        Assert.Equal(7, names.Where(name => name.StartsWith('a')).Distinct().Count());
    }

    [SkippableFact]
    public async Task Secrets_are_watched_without_their_contents()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var kind = ResourceKind.Of<V1Secret>();
        var (cache, changes) = await cluster.CacheAsync(new InformerOptions<PartialObjectMetadata> { Kind = kind });
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = "s", NamespaceProperty = cluster.Namespace },
            StringData = new Dictionary<string, string> { ["token"] = "hunter2" },
        };
        await cluster.Client.CreateAsync(kind, secret, new WriteOptions());

        await Eventually.HoldsAsync(() => changes.Told.Contains("added s"));
        Assert.Equal("Secret", cache.Find(cluster.Key("s"))!.Kind);
        Assert.DoesNotContain("aHVudGVyMg", KubernetesJson.Serialize(cache.Find(cluster.Key("s"))!), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Leases_and_events_with_whole_seconds_are_accepted()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var options = new LeaderElectionOptions { LeaseName = "lease", Namespace = cluster.Namespace, Identity = "a" };
        using var tenure = new Tenure(options.RenewDeadline, time);
        var store = new ApiLeaseStore(cluster.Client, cluster.Namespace, "lease");
        var elector = new LeaderElector(store, options, tenure, new LeaderMetrics(cluster.Registry, "lease"), time, cluster.Logs.CreateLogger("leader"));
        await elector.AcquireAsync(default);
        Assert.True(tenure.IsHeld);
        await elector.ReleaseAsync(default);
        Assert.Equal("", (await store.FindAsync(default))!.Spec.HolderIdentity);

        var metrics = new EventMetrics(cluster.Registry);
        var logger = cluster.Logs.CreateLogger("events");
        var recorder = new EventRecorder(
            new EventWriter(cluster.Client, new EventSource("lab.example/tests", "a"), metrics, time, logger), metrics, time, logger);
        var about = await cluster.Client.CreateAsync(Workbench.ConfigMaps, cluster.ConfigMap("a"), new WriteOptions());
        recorder.Record(about, Workbench.ConfigMaps, EventType.Normal, "Tested", "Test", "A note.");
        recorder.Record(about, Workbench.ConfigMaps, EventType.Normal, "Tested", "Test", "A note.");
        await recorder.FinishAsync(default);
        var written = await cluster.Client.ListAsync<Eventsv1Event>(ResourceKind.Of<Eventsv1Event>(), new Selection(cluster.Namespace));
        Assert.Equal(2, written.Single().Series!.Count);
    }

    [SkippableFact]
    public async Task The_readmes_operator_works_waits_for_its_definition_and_falls_silent()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        await using var host = new GreetingHost(
            server.Url, options => options.LeaderElection.Namespace = cluster.Namespace,
            services => Replace(services, server.Configuration));
        await host.StartAsync();
        var kind = ResourceKind.Of<Greetings.Greeting>();
        var text = new V1JSONSchemaProps { Type = "string" };
        await cluster.InstallAsync(
            kind, RealCluster.Schema(("name", text)),
            RealCluster.Schema(
                ("text", text), ("observedGeneration", new V1JSONSchemaProps { Type = "integer", Format = "int64" }), ("conditions", RealCluster.Conditions())));
        await cluster.Client.PatchAsync<Greetings.Greeting>(
            kind, cluster.Key("world"), PatchKind.Apply,
            System.Text.Encoding.UTF8.GetBytes(new JsonObject
            {
                ["apiVersion"] = kind.ApiVersion,
                ["kind"] = kind.Kind,
                ["metadata"] = new JsonObject { ["name"] = "world", ["namespace"] = cluster.Namespace },
                ["spec"] = new JsonObject { ["name"] = "World" },
            }.ToJsonString()),
            new WriteOptions { FieldManager = "tests" });

        var (greetings, _) = await cluster.CacheAsync<Greetings.Greeting>();
        var (maps, _) = await cluster.CacheAsync<V1ConfigMap>();
        await Eventually.HoldsAsync(() => maps.Find(cluster.Key("world"))?.Data["text"] == "Hello, World!");
        await Eventually.HoldsAsync(() => greetings.Find(cluster.Key("world"))?.Status?.Conditions.Single().Status == "True");
        Assert.Equal("world", maps.Find(cluster.Key("world"))!.Metadata.OwnerReferences.Single().Name);

        var (greeting, map) = (greetings.Find(cluster.Key("world"))!.Metadata.ResourceVersion, maps.Find(cluster.Key("world"))!.Metadata.ResourceVersion);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        Assert.Equal(greeting, greetings.Find(cluster.Key("world"))!.Metadata.ResourceVersion);
        Assert.Equal(map, maps.Find(cluster.Key("world"))!.Metadata.ResourceVersion);
    }

    private static void Replace(Microsoft.Extensions.DependencyInjection.IServiceCollection services, KubernetesClientConfiguration configuration)
    {
        var former = services.Single(service => service.ServiceType == typeof(KubernetesClientConfiguration));
        services.Remove(former);
        services.Add(Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Describe(
            typeof(KubernetesClientConfiguration), _ => configuration, Microsoft.Extensions.DependencyInjection.ServiceLifetime.Singleton));
    }
}
