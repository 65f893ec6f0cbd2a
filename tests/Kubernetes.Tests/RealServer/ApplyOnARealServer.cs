using System.Text.Json.Nodes;
using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Apply;
using VoiceAgent.Kubernetes.Status;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.RealServer;

[Collection(nameof(RealServerTests))]
public sealed class ApplyOnARealServer(KubeApiServer server)
{
    [SkippableFact]
    public async Task An_unchanged_wish_moves_no_resource_version_even_when_it_is_sent()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var (cache, _) = await cluster.CacheAsync<V1ConfigMap>();
        var first = await cluster.Engines.Create("lab").ApplyAsync(cluster.ConfigMap("a"), cache);
        await Eventually.HoldsAsync(() => cache.All().Count == 1);

        // A second engine remembers nothing; made to send by a wish whose hash annotation somebody took off.
        await cluster.Client.PatchAsync<V1ConfigMap>(
            Workbench.ConfigMaps, cluster.Key("a"), PatchKind.Merge,
            "{\"metadata\":{\"annotations\":{\"lab.example/applied-hash.lab\":null}}}"u8.ToArray(), new WriteOptions { FieldManager = "someone" });
        await Eventually.HoldsAsync(() => cache.All()[0].GetAnnotation("lab.example/applied-hash.lab") is null);
        Assert.Equal(ApplyChange.Changed, (await cluster.Engines.Create("lab").ApplyAsync(cluster.ConfigMap("a"), cache)).Change);
        await Eventually.HoldsAsync(() => cache.All()[0].GetAnnotation("lab.example/applied-hash.lab") is not null);

        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = "a",
                ["namespace"] = cluster.Namespace,
                ["annotations"] = new JsonObject { ["lab.example/applied-hash.lab"] = cache.All()[0].GetAnnotation("lab.example/applied-hash.lab") },
            },
            ["data"] = new JsonObject { ["value"] = "1" },
        };
        var again = await cluster.Client.PatchAsync<V1ConfigMap>(
            Workbench.ConfigMaps, cluster.Key("a"), PatchKind.Apply, CanonicalJson.Bytes(body), new WriteOptions { FieldManager = "lab", Force = true });
        Assert.Equal(cache.All()[0].Metadata.ResourceVersion, again.Metadata.ResourceVersion);
        Assert.Equal(first.Object.Metadata.Uid, again.Metadata.Uid);
    }

    [SkippableFact]
    public async Task A_foreign_field_is_refused_by_its_owners_name_and_taken_over_by_force()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var (cache, _) = await cluster.CacheAsync<V1ConfigMap>();
        await cluster.Engines.Create("argocd-controller").ApplyAsync(cluster.ConfigMap("a", "theirs"), cache);
        await Eventually.HoldsAsync(() => cache.All().Count == 1);

        var conflict = await Assert.ThrowsAsync<ApplyConflictException>(
            () => cluster.Engines.Create("portal", force: false).ApplyAsync(cluster.ConfigMap("a", "ours"), cache));
        Assert.Contains(new FieldConflict(".data.value", "argocd-controller"), conflict.Conflicts);

        await cluster.Engines.Create("portal").ApplyAsync(cluster.ConfigMap("a", "ours"), cache);
        var live = await cluster.Client.FindAsync<V1ConfigMap>(Workbench.ConfigMaps, cluster.Key("a"));
        Assert.Equal("ours", live!.Data["value"]);
        Assert.Contains(live.Metadata.ManagedFields, entry => entry is { Manager: "portal", Operation: "Apply" });
    }

    [SkippableFact]
    public async Task A_field_left_out_of_the_next_wish_is_removed_and_what_others_own_stays()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var (cache, _) = await cluster.CacheAsync<V1ConfigMap>();
        var engine = cluster.Engines.Create("lab");
        var wish = cluster.ConfigMap("a");
        wish.Data["dropped"] = "x";
        await engine.ApplyAsync(wish, cache);
        await cluster.Client.PatchAsync<V1ConfigMap>(
            Workbench.ConfigMaps, cluster.Key("a"), PatchKind.Merge, "{\"data\":{\"theirs\":\"y\"}}"u8.ToArray(), new WriteOptions { FieldManager = "kubectl" });
        await Eventually.HoldsAsync(() => cache.All().SingleOrDefault()?.Data.ContainsKey("theirs") == true);

        var outcome = await engine.ApplyAsync(cluster.ConfigMap("a"), cache);

        Assert.Equal(["theirs", "value"], outcome.Object.Data.Keys.Order());
    }

    [SkippableFact]
    public async Task A_deployment_full_of_server_defaults_is_applied_once_and_not_again_after_a_restart()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var (cache, _) = await cluster.CacheAsync<V1Deployment>();
        var first = await cluster.Engines.Create("lab").ApplyAsync(Deployment(cluster, replicas: 2), cache);
        Assert.Equal(ApplyChange.Created, first.Change);
        Assert.Equal("RollingUpdate", first.Object.Spec.Strategy.Type);
        await Eventually.HoldsAsync(() => cache.All().Count == 1);

        var restarted = cluster.Engines.Create("lab");
        Assert.Equal(ApplyChange.None, (await restarted.ApplyAsync(Deployment(cluster, replicas: 2), cache)).Change);
        Assert.Equal(ApplyChange.None, (await restarted.ApplyAsync(Deployment(cluster, replicas: 2), cache)).Change);
        var live = await cluster.Client.FindAsync<V1Deployment>(cache.Kind, cluster.Key("web"));
        Assert.Equal(first.Object.Metadata.ResourceVersion, live!.Metadata.ResourceVersion);
    }

    [SkippableFact]
    public async Task Replicas_survive_being_given_up_when_they_were_handed_over_first()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var (cache, _) = await cluster.CacheAsync<V1Deployment>();
        var engine = cluster.Engines.Create("lab");
        await engine.ApplyAsync(Deployment(cluster, replicas: 7), cache);
        await Eventually.HoldsAsync(() => cache.All().Count == 1);

        await engine.HandOverAsync(cluster.Key("web"), new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 7 } }, "lab-hpa-handover", cache);
        var given = await engine.ApplyAsync(Deployment(cluster, replicas: null), cache);
        Assert.Equal(7, given.Object.Spec.Replicas);
    }

    [SkippableFact]
    public async Task Replicas_fall_to_one_when_they_are_given_up_without_a_handover()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var (cache, _) = await cluster.CacheAsync<V1Deployment>();
        var engine = cluster.Engines.Create("lab");
        await engine.ApplyAsync(Deployment(cluster, replicas: 7), cache);
        await Eventually.HoldsAsync(() => cache.All().Count == 1);

        Assert.Equal(1, (await engine.ApplyAsync(Deployment(cluster, replicas: null), cache)).Object.Spec.Replicas);
    }

    [SkippableFact]
    public async Task A_dry_run_validates_and_stores_nothing_and_a_wrong_field_is_named()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var engine = cluster.Engines.Create("lab");
        var kind = ResourceKind.Of<V1Deployment>();

        Assert.Equal("RollingUpdate", (await engine.DryRunAsync(Deployment(cluster, replicas: 1), kind)).Spec.Strategy.Type);
        Assert.Null(await cluster.Client.FindAsync<V1Deployment>(kind, cluster.Key("web")));

        var wrong = Deployment(cluster, replicas: -1);
        var refusal = await Assert.ThrowsAsync<ApiException>(() => engine.DryRunAsync(wrong, kind));
        Assert.True(refusal.IsInvalid);
        Assert.Contains(refusal.Causes, cause => cause.Field == "spec.replicas");
    }

    [SkippableFact]
    public async Task A_status_is_written_once_beside_an_untouched_spec_and_generation()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        await cluster.InstallWidgetsAsync();
        await cluster.Client.CreateAsync(RealCluster.Widgets, Widget(cluster), new WriteOptions());
        var (cache, _) = await cluster.CacheAsync<Widget>();
        var writer = new StatusWriter(cluster.Client, "lab-status", TimeProvider.System);

        Assert.True(await writer.WriteAsync(RealCluster.Widgets, cache.All()[0], Ready()));
        await Eventually.HoldsAsync(() => cache.All()[0].Status is not null);
        var version = cache.All()[0].Metadata.ResourceVersion;
        Assert.Equal((1, 1, 3), (cache.All()[0].Metadata.Generation, cache.All()[0].Status!.ObservedGeneration, cache.All()[0].Spec!.Size));

        Assert.False(await writer.WriteAsync(RealCluster.Widgets, cache.All()[0], Ready()));
        Assert.False(await new StatusWriter(cluster.Client, "lab-status", TimeProvider.System).WriteAsync(RealCluster.Widgets, cache.All()[0], Ready()));
        var live = await cluster.Client.FindAsync<Widget>(RealCluster.Widgets, cluster.Key("w"));
        Assert.Equal(version, live!.Metadata.ResourceVersion);
    }

    [SkippableFact]
    public async Task A_status_for_an_object_that_is_gone_or_was_replaced_is_not_stored()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        await cluster.InstallWidgetsAsync();
        var former = await cluster.Client.CreateAsync(RealCluster.Widgets, Widget(cluster), new WriteOptions());
        await cluster.Client.DeleteAsync(RealCluster.Widgets, cluster.Key("w"), new DeleteOptions());
        var writer = new StatusWriter(cluster.Client, "lab-status", TimeProvider.System);
        Assert.False(await writer.WriteAsync(RealCluster.Widgets, former, Ready()));

        await cluster.Client.CreateAsync(RealCluster.Widgets, Widget(cluster), new WriteOptions());
        Assert.True((await Assert.ThrowsAsync<ApiException>(() => writer.WriteAsync(RealCluster.Widgets, former, Ready()))).IsConflict);
    }

    [SkippableFact]
    public async Task Finalizers_hold_an_object_and_conditional_deletion_spares_a_namesake()
    {
        Skip.If(server.Missing is not null, server.Missing);
        await using var cluster = await RealCluster.ConnectAsync(server);
        var created = await cluster.Client.CreateAsync(Workbench.ConfigMaps, cluster.ConfigMap("a"), new WriteOptions());
        var conflict = await Assert.ThrowsAsync<ApiException>(
            () => cluster.Client.DeleteAsync(Workbench.ConfigMaps, cluster.Key("a"), new DeleteOptions { Uid = Guid.NewGuid().ToString() }));
        Assert.True(conflict.IsConflict);

        var held = await Finalizers.AddAsync(cluster.Client, Workbench.ConfigMaps, created, "lab.example/hold");
        Assert.True((await Assert.ThrowsAsync<ApiException>(
            () => Finalizers.AddAsync(cluster.Client, Workbench.ConfigMaps, created, "lab.example/other"))).IsConflict);
        await cluster.Client.DeleteAsync(Workbench.ConfigMaps, cluster.Key("a"), new DeleteOptions { Uid = held.Metadata.Uid });
        var dying = await cluster.Client.FindAsync<V1ConfigMap>(Workbench.ConfigMaps, cluster.Key("a"));
        Assert.NotNull(dying!.Metadata.DeletionTimestamp);

        await Finalizers.RemoveAsync(cluster.Client, Workbench.ConfigMaps, dying, "lab.example/hold");
        Assert.Null(await cluster.Client.FindAsync<V1ConfigMap>(Workbench.ConfigMaps, cluster.Key("a")));
    }

    private static Widget Widget(RealCluster cluster) => new()
    {
        ApiVersion = RealCluster.Widgets.ApiVersion,
        Kind = RealCluster.Widgets.Kind,
        Metadata = new V1ObjectMeta { Name = "w", NamespaceProperty = cluster.Namespace },
        Spec = new WidgetSpec { Size = 3 },
    };

    private static WidgetStatus Ready() => new()
    {
        Size = 3,
        Conditions = [new V1Condition { Type = "Ready", Status = "True", Reason = "AllWell", Message = "All is well." }],
    };

    private static V1Deployment Deployment(RealCluster cluster, int? replicas) => new()
    {
        Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = cluster.Namespace },
        Spec = new V1DeploymentSpec
        {
            Replicas = replicas,
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } },
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "web" } },
                Spec = new V1PodSpec
                {
                    Containers =
                    [
                        new V1Container
                        {
                            Name = "web",
                            Image = "example.invalid/web:1",
                            Ports = [new V1ContainerPort { ContainerPort = 8080 }],
                            Resources = new V1ResourceRequirements
                            {
                                Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1000m"), ["memory"] = new("128Mi") },
                            },
                        },
                    ],
                },
            },
        },
    };
}
