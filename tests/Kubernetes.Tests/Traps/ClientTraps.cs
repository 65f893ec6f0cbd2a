using k8s;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Hosting;
using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Tests.Hosting;
using VoiceAgent.Kubernetes.Tests.StandIn;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Traps;

[Collection(nameof(Alone))]
public sealed class ClientTraps
{
    [Fact]
    public async Task C1_A_process_makes_one_client_and_keeps_it()
    {
        await using var server = await StandInApiServer.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(Metrics.NewCustomRegistry()).AddSingleton(new KubernetesClientConfiguration { Host = server.Url.ToString() });
        services.AddKubernetesControllers(options =>
        {
            options.Name = "lab";
            options.Domain = "lab.example";
            options.LeaderElection.Enabled = false;
        });
        await using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredService<ApiClient>();
        Assert.Same(client, provider.GetRequiredService<ApiClient>());
        Assert.Same(client.Typed, provider.GetRequiredService<ApiClient>().Typed);
        for (var request = 0; request < 50; request++)
        {
            await client.ListAsync<k8s.Models.V1ConfigMap>(Workbench.ConfigMaps, Selection.All);
        }

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task C1_Starting_and_stopping_leaves_no_connection_no_watch_and_no_timer_behind()
    {
        await using var server = await StandInApiServer.StartAsync();
        // The first rounds fill pools and compile code; a leak grows with every round after them as well.
        await CycleAsync(server, 15);
        await Eventually.HoldsAsync(() => server.Watches.Open == 0);
        Collect();
        var timers = Timer.ActiveCount;
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        await CycleAsync(server, 20);

        await Eventually.HoldsAsync(() => server.Watches.Open == 0);
        await Eventually.HoldsAsync(() => server.OpenConnections == 0);
        Collect();
        await Eventually.HoldsAsync(() => Timer.ActiveCount <= timers + 2);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - memory;
        Assert.True(grown < 20 * 100_000, $"Twenty starts and stops left {grown} bytes behind.");
    }

    private static async Task CycleAsync(StandInApiServer server, int times)
    {
        for (var round = 0; round < times; round++)
        {
            await using var host = new GreetingHost(server.Url);
            await host.StartAsync();
            await Eventually.HoldsAsync(() => host.Leads && server.Watches.Open == 2);
        }
    }

    private static void Collect()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}

/// <summary>Tests that count what the whole process holds run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
