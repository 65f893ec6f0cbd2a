using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Hosting;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Tests.StandIn;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Hosting;

public sealed class ControllerRuntimeTests
{
    [Fact]
    public async Task A_wish_becomes_an_object_and_a_status_and_an_edit_and_a_deletion_by_hand_are_put_right()
    {
        await using var server = await StandInApiServer.StartAsync();
        Wish(server, "world", "World");
        await using var host = new GreetingHost(server.Url);
        await host.StartAsync();
        await Eventually.HoldsAsync(() => Text(server, "world") == "Hello, World!");
        await Eventually.HoldsAsync(() => Ready(server, "world") == "True");

        Wish(server, "world", "Moon");
        await Eventually.HoldsAsync(() => Text(server, "world") == "Hello, Moon!");

        Edit(server, "world", "Hacked");
        await Eventually.HoldsAsync(() => Text(server, "world") == "Hello, Moon!");
        await Eventually.HoldsAsync(() => server.Storage.List("events.k8s.io", "events", "lab").Items.Count == 1);

        server.Storage.Delete("", "configmaps", "lab", "world");
        await Eventually.HoldsAsync(() => Text(server, "world") == "Hello, Moon!");
        Assert.Equal(0, host.Reconciles("error"));
    }

    [Fact]
    public async Task In_steady_state_nothing_is_written_whatever_wakes_the_controllers()
    {
        await using var server = await StandInApiServer.StartAsync();
        for (var number = 0; number < 50; number++)
        {
            Wish(server, $"g{number}", $"N{number}");
        }

        await using var host = new GreetingHost(server.Url, options => options.LeaderElection.Enabled = false);
        await host.StartAsync();
        await SettledAsync(server, 50);
        var writes = server.WriteRequests;
        var reconciles = host.Reconciles("success");

        // Every way in which a reconcile is woken without a change of the wish: noise in owned objects, a lost watch, a full list, and a restart.
        for (var round = 0; round < 10; round++)
        {
            for (var number = 0; number < 50; number++)
            {
                var noisy = server.Storage.Find("", "configmaps", "lab", $"g{number}")!;
                noisy["data"]![$"noise"] = $"{round}";
                server.Storage.Put("", "configmaps", "lab", $"g{number}", noisy);
            }

            if (round % 3 == 0)
            {
                server.Watches.AbortAll();
            }
            else if (round % 3 == 1)
            {
                server.Watches.Fail(410, "Expired");
            }
        }

        await Eventually.HoldsAsync(() => host.Reconciles("success") >= reconciles + 50);
        await IdleAsync(host);
        Assert.Equal(writes, server.WriteRequests);

        await using var restarted = new GreetingHost(server.Url, options => options.LeaderElection.Enabled = false);
        await host.StopAsync();
        await restarted.StartAsync();
        await Eventually.HoldsAsync(() => restarted.Reconciles("success") >= 50);
        await IdleAsync(restarted);
        Assert.Equal(writes, server.WriteRequests);
    }

    [Fact]
    public async Task A_wish_that_cannot_be_is_reported_once_and_not_retried()
    {
        await using var server = await StandInApiServer.StartAsync();
        Wish(server, "nobody", "");
        await using var host = new GreetingHost(server.Url);
        await host.StartAsync();

        await Eventually.HoldsAsync(() => Ready(server, "nobody") == "False");
        await Eventually.HoldsAsync(() => Scrape.Value(host.Registry, "controller_runtime_terminal_reconcile_errors_total") == 1);
        Assert.Null(server.Storage.Find("", "configmaps", "lab", "nobody"));

        Wish(server, "nobody", "Somebody");
        await Eventually.HoldsAsync(() => Ready(server, "nobody") == "True");
    }

    [Fact]
    public async Task One_of_two_replicas_works_and_on_a_clean_stop_the_other_takes_over_without_waiting()
    {
        await using var server = await StandInApiServer.StartAsync();
        await using var first = new GreetingHost(server.Url, options => options.LeaderElection.LeaseDuration = TimeSpan.FromMinutes(5));
        await using var second = new GreetingHost(server.Url);
        await first.StartAsync();
        await Eventually.HoldsAsync(() => first.Leads);
        await second.StartAsync();
        Wish(server, "a", "A");
        await Eventually.HoldsAsync(() => Ready(server, "a") == "True");
        await Eventually.HoldsAsync(() => Scrape.Find(second.Registry, "informer_synced", "kind", "configmaps") == 1 &&
            Scrape.Find(second.Registry, "informer_synced", "kind", "greetings.greetings.example") == 1);
        Assert.Equal(HealthStatus.Healthy, (await second.HealthAsync())["kubernetes-caches"]);
        Assert.False(second.Leads);
        Assert.Equal(0, second.Reconciles("success"));

        await first.StopAsync();
        await Eventually.HoldsAsync(() => second.Leads);
        Wish(server, "a", "B");
        await Eventually.HoldsAsync(() => Text(server, "a") == "Hello, B!");
    }

    [Fact]
    public async Task A_partitioned_leader_is_out_of_office_before_the_other_begins_and_never_writes_again()
    {
        await using var server = await StandInApiServer.StartAsync();
        await using var relay = new TcpRelay(server.Url);
        await using var cut = new GreetingHost(relay.Url);
        await cut.StartAsync();
        await Eventually.HoldsAsync(() => cut.Leads);
        await using var other = new GreetingHost(server.Url);
        await other.StartAsync();

        relay.Partitioned = true;
        relay.Silence();
        Wish(server, "a", "A");

        await Eventually.WithinLimitAsync(cut.LeadLost.Task);
        Assert.Throws<InvalidOperationException>(cut.Services.GetRequiredService<LeadOffice>().Tenure.ThrowIfClosed);
        await Eventually.HoldsAsync(() => other.Leads);
        await Eventually.HoldsAsync(() => Ready(server, "a") == "True");
        Assert.Equal(0, cut.Reconciles("success"));
        await Eventually.HoldsAsync(() => !cut.Leads);
    }

    [Fact]
    public async Task A_leader_whose_lease_was_taken_exits_without_draining()
    {
        await using var server = await StandInApiServer.StartAsync();
        await using var host = new GreetingHost(server.Url);
        await host.StartAsync();
        await Eventually.HoldsAsync(() => host.Leads);

        var lease = server.Storage.Find("coordination.k8s.io", "leases", "lab", "greetings-operator")!;
        lease["spec"]!["holderIdentity"] = "somebody else";
        server.Storage.Put("coordination.k8s.io", "leases", "lab", "greetings-operator", lease);

        await Eventually.WithinLimitAsync(host.LeadLost.Task);
        await host.StopAsync();
        Assert.Equal("somebody else", (string?)server.Storage.Find("coordination.k8s.io", "leases", "lab", "greetings-operator")!["spec"]!["holderIdentity"]);
    }

    [Fact]
    public async Task An_api_server_that_is_away_at_the_start_is_waited_for_and_one_that_stays_away_ends_the_process()
    {
        await using var server = await StandInApiServer.StartAsync();
        await using var relay = new TcpRelay(server.Url);
        Wish(server, "a", "A");
        using (server.Break(_ => true, Fault.Answer(503, ""), int.MaxValue))
        {
            await using var hopeless = new GreetingHost(relay.Url, options => options.CacheSyncTimeout = TimeSpan.FromSeconds(1));
            await hopeless.StartAsync();
            var lifetime = hopeless.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>();
            await Eventually.HoldsAsync(() => lifetime.ApplicationStopping.IsCancellationRequested);
            Assert.Contains(hopeless.Logs.Lines, line => line.Exception?.Message.Contains("greetings.greetings.example", StringComparison.Ordinal) == true);
            Environment.ExitCode = 0;
        }

        await using var patient = new GreetingHost(relay.Url);
        using (server.Break(_ => true, Fault.Answer(503, ""), 20))
        {
            await patient.StartAsync();
            await Eventually.HoldsAsync(() => Ready(server, "a") == "True");
        }
    }

    [Fact]
    public async Task Conflicts_throttling_and_faults_on_every_kind_of_request_end_in_the_same_state()
    {
        await using var server = await StandInApiServer.StartAsync();
        for (var number = 0; number < 10; number++)
        {
            Wish(server, $"g{number}", $"N{number}");
        }

        var random = new Random(7);
        server.Break(target => target.IsWrite && target.Plural != "leases" && Chance(random, 0.2), Fault.Throttle(0), 40);
        server.Break(target => target.IsWrite && target.Plural != "leases" && Chance(random, 0.2), Fault.Answer(409, "Conflict"), 40);
        server.Break(target => target.IsWrite && target.Plural != "leases" && Chance(random, 0.2), Fault.Answer(500, "InternalError"), 40);
        server.Break(target => target.IsWrite && target.Plural != "leases" && Chance(random, 0.2), new Fault { LoseAnswer = true }, 40);
        server.Break(target => target.IsWrite && target.Plural != "leases" && Chance(random, 0.2), new Fault { Abort = true }, 40);
        await using var host = new GreetingHost(server.Url);
        await host.StartAsync();

        await SettledAsync(server, 10);
        for (var number = 0; number < 10; number++)
        {
            Assert.Equal($"Hello, N{number}!", Text(server, $"g{number}"));
        }

        Assert.Equal(10, server.Storage.List("", "configmaps", "lab").Items.Count);
    }

    [Fact]
    public async Task The_health_checks_tell_filled_from_empty_and_lively_from_dead()
    {
        await using var server = await StandInApiServer.StartAsync();
        using var away = server.Break(target => target.Plural == "greetings", Fault.Answer(503, ""), int.MaxValue);
        await using var host = new GreetingHost(server.Url);
        await host.StartAsync();
        var health = await host.HealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, health["kubernetes-caches"]);
        Assert.Equal(HealthStatus.Healthy, health["kubernetes-watches"]);
        Assert.Equal(HealthStatus.Healthy, health["kubernetes-lease"]);
        Assert.Equal(HealthStatus.Healthy, health["kubernetes-workers"]);

        away.Dispose();
        await Eventually.HoldsAsync(() => host.Leads);
        Assert.All((await host.HealthAsync()).Values, status => Assert.Equal(HealthStatus.Healthy, status));

        // A cache that came later, for one namespace, does not speak for the process.
        using var forbidden = server.Break(target => target.Namespace == "broken", Fault.Answer(403, ""), int.MaxValue);
        var caches = new NamespacedCaches<V1ConfigMap>(host.Services.GetRequiredService<InformerFactory>());
        caches.Add("broken");
        await Eventually.HoldsAsync(() => forbidden.Struck > 0);
        Assert.All((await host.HealthAsync()).Values, status => Assert.Equal(HealthStatus.Healthy, status));
    }

    [Fact]
    public void Options_that_cannot_work_are_refused_at_the_start_all_at_once()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddKubernetesControllers(options =>
        {
            options.Name = "Not A Name";
            options.LeaderElection.LeaseDuration = TimeSpan.FromSeconds(5);
            options.LeaderElection.Namespace = "lab";
        });

        var refusal = Assert.Throws<OptionsValidationException>(() => services.BuildServiceProvider().GetRequiredService<ApiClient>());

        Assert.Contains(refusal.Failures, failure => failure.Contains("Name", StringComparison.Ordinal));
        Assert.Contains(refusal.Failures, failure => failure.Contains("Domain", StringComparison.Ordinal));
        Assert.Contains(refusal.Failures, failure => failure.Contains("LeaseDuration must be longer", StringComparison.Ordinal));
    }

    private static bool Chance(Random random, double share)
    {
        lock (random)
        {
            return random.NextDouble() < share;
        }
    }

    private static async Task SettledAsync(StandInApiServer server, int count)
    {
        await Eventually.HoldsAsync(() => server.Storage.List("greetings.example", "greetings", "lab").Items
            .Count(item => (string?)item["status"]?["conditions"]?[0]?["status"] == "True") == count);
        await Eventually.HoldsAsync(() => server.Watches.Open >= 2);
    }

    private static async Task IdleAsync(GreetingHost host)
    {
        // Idle means: what the watches had to say has been worked off.
        for (var calm = 0; calm < 20; calm++)
        {
            if (Scrape.Value(host.Registry, "workqueue_depth", "priority", "0") + Scrape.Value(host.Registry, "controller_runtime_active_workers") > 0)
            {
                calm = 0;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }

    private static void Wish(StandInApiServer server, string name, string text)
    {
        var greeting = server.Storage.Find("greetings.example", "greetings", "lab", name) ?? [];
        greeting["spec"] = new JsonObject { ["name"] = text };
        server.Storage.Put("greetings.example", "greetings", "lab", name, greeting);
    }

    private static void Edit(StandInApiServer server, string name, string text)
    {
        var map = server.Storage.Find("", "configmaps", "lab", name)!;
        map["data"]!["text"] = text;
        server.Storage.Put("", "configmaps", "lab", name, map);
    }

    private static string? Text(StandInApiServer server, string name) =>
        (string?)server.Storage.Find("", "configmaps", "lab", name)?["data"]?["text"];

    private static string? Ready(StandInApiServer server, string name) =>
        (string?)server.Storage.Find("greetings.example", "greetings", "lab", name)?["status"]?["conditions"]?[0]?["status"];
}
