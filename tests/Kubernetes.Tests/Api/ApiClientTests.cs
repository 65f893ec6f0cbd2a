using System.Text;
using k8s;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Tests.StandIn;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Api;

public sealed class ApiClientTests
{
    [Fact]
    public async Task What_does_not_exist_is_null_and_a_refusal_is_an_exception()
    {
        await using var bench = await Workbench.StartAsync();
        Assert.Null(await bench.Client.FindAsync<V1ConfigMap>(Workbench.ConfigMaps, new ObjectKey("lab", "a")));

        bench.Server.Break(_ => true, Fault.Answer(403, "Forbidden"));
        var refusal = await Assert.ThrowsAsync<ApiException>(() => bench.Client.FindAsync<V1ConfigMap>(Workbench.ConfigMaps, new ObjectKey("lab", "a")));
        Assert.True(refusal.IsForbidden);
        Assert.Equal("The API server answered 403 Forbidden to GET /api/v1/namespaces/lab/configmaps/a", refusal.Message);
    }

    [Fact]
    public async Task An_exception_names_request_code_and_field_and_never_a_value()
    {
        await using var bench = await Workbench.StartAsync();
        bench.Server.Break(_ => true, Fault.Answer(422, "Invalid", "spec.prompt: Invalid value: \"secret words\""));

        var refusal = await Assert.ThrowsAsync<ApiException>(() => bench.CreateAsync("a"));

        Assert.True(refusal.IsInvalid);
        Assert.Contains("secret words", refusal.ServerMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        await using var bench = await Workbench.StartAsync();
        for (var number = 0; number < 3; number++)
        {
            await bench.CreateAsync($"a{number}");
        }

        await bench.CreateAsync("elsewhere", namespaceName: "other");

        Assert.Equal(3, (await bench.Client.ListAsync<V1ConfigMap>(Workbench.ConfigMaps, new Selection("lab"))).Count);
        Assert.Equal(4, (await bench.Client.ListAsync<V1ConfigMap>(Workbench.ConfigMaps, Selection.All)).Count);
    }

    [Fact]
    public async Task Metadata_alone_is_asked_for_by_type()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a");
        var found = await bench.Client.FindAsync<PartialObjectMetadata>(Workbench.ConfigMaps, new ObjectKey("lab", "a"));

        Assert.Equal("a", found!.Metadata.Name);
        Assert.Equal(("v1", "ConfigMap"), (found.ApiVersion, found.Kind));
    }

    [Fact]
    public async Task A_conditional_deletion_spares_a_namesake_and_deleting_nothing_is_no_error()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a");

        var refusal = await Assert.ThrowsAsync<ApiException>(
            () => bench.Client.DeleteAsync(Workbench.ConfigMaps, new ObjectKey("lab", "a"), new DeleteOptions { Uid = "another" }));
        Assert.True(refusal.IsConflict);
        Assert.True(await bench.DeleteAsync("a"));
        Assert.False(await bench.DeleteAsync("a"));
    }

    [Fact]
    public async Task A_replacement_over_an_outdated_version_is_a_conflict()
    {
        await using var bench = await Workbench.StartAsync();
        var first = await bench.CreateAsync("a");
        await bench.SetAsync("a", "2");
        first.Data["value"] = "3";

        Assert.True((await Assert.ThrowsAsync<ApiException>(
            () => bench.Client.ReplaceAsync(Workbench.ConfigMaps, first, new WriteOptions()))).IsConflict);
    }

    [Fact]
    public async Task A_storm_of_conflicts_ends_when_each_round_reads_anew()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a", "0");
        var conflicts = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var current = await bench.Client.FindAsync<V1ConfigMap>(Workbench.ConfigMaps, new ObjectKey("lab", "a"));
                current!.Data["value"] = $"{int.Parse(current.Data["value"], System.Globalization.CultureInfo.InvariantCulture) + 1}";
                try
                {
                    await bench.Client.ReplaceAsync(Workbench.ConfigMaps, current, new WriteOptions());
                    return;
                }
                catch (ApiException exception) when (exception.IsConflict)
                {
                    Interlocked.Increment(ref conflicts);
                }
            }
        })));

        Assert.Equal("8", (string?)bench.Server.Storage.Find("", "configmaps", "lab", "a")!["data"]!["value"]);
        Assert.Equal(conflicts, bench.Server.Count(target => target.Method == "PUT") - 8);
    }

    [Fact]
    public async Task A_throttling_server_is_waited_for()
    {
        await using var bench = await Workbench.StartAsync();
        var rule = bench.Server.Break(_ => true, Fault.Throttle(0), times: 3);

        await bench.CreateAsync("a");

        Assert.Equal(3, rule.Struck);
        Assert.Equal(3, Scrape.Value(bench.Registry, "rest_client_request_retries_total", "code", "429"));
    }

    [Fact]
    public async Task A_server_that_stops_in_mid_answer_is_a_timeout_that_says_where()
    {
        await using var bench = await Workbench.StartAsync();
        bench.Api.RequestTimeout = TimeSpan.FromMilliseconds(300);
        bench.Api.FaultRetries = 0;
        bench.Server.Break(_ => true, new Fault { Hang = true });

        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => bench.Client.ListAsync<V1ConfigMap>(Workbench.ConfigMaps, Selection.All));
        Assert.Contains("GET /api/v1/configmaps", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_patch_kind_and_a_missing_manager_are_refused()
    {
        await using var bench = await Workbench.StartAsync();
        var key = new ObjectKey("lab", "a");
        var body = Encoding.UTF8.GetBytes("{}");

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => bench.Client.PatchAsync<V1ConfigMap>(Workbench.ConfigMaps, key, (PatchKind)9, body, new WriteOptions()));
        Assert.Equal(400, (int)(await Assert.ThrowsAsync<ApiException>(
            () => bench.Client.PatchAsync<V1ConfigMap>(Workbench.ConfigMaps, key, PatchKind.Apply, body, new WriteOptions()))).StatusCode);
    }

    [Fact]
    public async Task The_typed_client_shares_the_connection_the_metrics_and_the_patience()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.CreateAsync("a");
        bench.Server.Break(_ => true, Fault.Throttle(0));

        Assert.Single((await bench.Client.Typed.CoreV1.ListNamespacedConfigMapAsync("lab")).Items);
        Assert.Equal(1, Scrape.Value(bench.Registry, "rest_client_requests_total", "code", "429", "method", "GET"));
    }
}
