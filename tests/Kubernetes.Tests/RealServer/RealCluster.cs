using k8s.Models;
using Prometheus;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Apply;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Timing;

namespace VoiceAgent.Kubernetes.Tests.RealServer;

/// <summary>A client, informers and a namespace of one's own on the real server.</summary>
internal sealed class RealCluster : IAsyncDisposable
{
    private RealCluster(KubeApiServer server, Action<WatchOptions>? configure)
    {
        var handler = new RequestHandler(Api, new RestMetrics(Registry), writeGate: null, TimeProvider.System);
        Client = new ApiClient(new ApiEndpoint(server.Configuration, TimeProvider.System), Api, handler, Logs.CreateLogger("client"));
        configure?.Invoke(Watch);
        Informers = new InformerFactory(new InformerServices(Client, Watch, new InformerMetrics(Registry), TimeProvider.System, Logs));
    }

    internal static ResourceKind Widgets { get; } = ResourceKind.Of<Widget>();

    internal string Namespace { get; } = $"lab-{Guid.NewGuid():n}"[..20];

    internal ApiClient Client { get; }

    internal InformerFactory Informers { get; }

    internal CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    internal LogCapture Logs { get; } = new();

    internal ApplyEngineFactory Engines => new(Client, "lab.example", Registry, Logs);

    private ApiClientOptions Api { get; } = new() { UserAgent = "tests", FieldValidation = "Strict", QueriesPerSecond = 1000, Burst = 1000 };

    private WatchOptions Watch { get; } = new()
    {
        Backoff = new BackoffOptions { Initial = TimeSpan.FromMilliseconds(50), Limit = TimeSpan.FromMilliseconds(500) },
    };

    internal static async Task<RealCluster> ConnectAsync(KubeApiServer server, Action<WatchOptions>? configure = null)
    {
        var cluster = new RealCluster(server, configure);
        await cluster.Client.CreateAsync(
            ResourceKind.Of<V1Namespace>(), new V1Namespace { Metadata = new V1ObjectMeta { Name = cluster.Namespace } }, new WriteOptions());
        return cluster;
    }

    internal ObjectKey Key(string name) => new(Namespace, name);

    internal V1ConfigMap ConfigMap(string name, string value = "1") => Workbench.ConfigMap(name, value, Namespace);

    internal async Task<(IObjectCache<T> Cache, Recorder<T> Changes)> CacheAsync<T>(InformerOptions<T>? options = null)
        where T : class, k8s.IKubernetesObject<V1ObjectMeta>
    {
        options ??= new InformerOptions<T>();
        var cache = Informers.Get(options with { Selection = options.Selection with { Namespace = Namespace } });
        var recorder = new Recorder<T>();
        cache.AddHandler(recorder);
        Informers.Start();
        await Eventually.HoldsAsync(() => cache.HasSynced);
        return (cache, recorder);
    }

    /// <summary>Installs a custom resource and waits until it is served.</summary>
    internal async Task InstallAsync(ResourceKind kind, V1JSONSchemaProps spec, V1JSONSchemaProps status)
    {
        var definitions = ResourceKind.Of<V1CustomResourceDefinition>();
        var key = new ObjectKey(null, $"{kind.Plural}.{kind.Group}");
        if (await Client.FindAsync<V1CustomResourceDefinition>(definitions, key) is null)
        {
            await Client.CreateAsync(definitions, Definition(kind, spec, status), new WriteOptions());
        }

        var start = TimeProvider.System.GetTimestamp();
        while ((await Client.FindAsync<V1CustomResourceDefinition>(definitions, key))!.Status?.Conditions?
            .Any(condition => condition is { Type: "Established", Status: "True" }) != true)
        {
            Xunit.Assert.True(TimeProvider.System.GetElapsedTime(start) < Eventually.Limit, $"{kind} was never established.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    internal Task InstallWidgetsAsync() => InstallAsync(
        Widgets,
        Schema(("size", new V1JSONSchemaProps { Type = "integer", Format = "int32" })),
        Schema(
            ("observedGeneration", new V1JSONSchemaProps { Type = "integer", Format = "int64" }),
            ("size", new V1JSONSchemaProps { Type = "integer", Format = "int32" }),
            ("conditions", Conditions())));

    internal static V1JSONSchemaProps Schema(params (string Name, V1JSONSchemaProps Schema)[] properties) => new()
    {
        Type = "object",
        Properties = properties.ToDictionary(property => property.Name, property => property.Schema),
    };

    internal static V1JSONSchemaProps Conditions()
    {
        var text = new V1JSONSchemaProps { Type = "string" };
        var condition = Schema(
            ("type", text), ("status", text), ("reason", text), ("message", text),
            ("lastTransitionTime", new V1JSONSchemaProps { Type = "string", Format = "date-time" }),
            ("observedGeneration", new V1JSONSchemaProps { Type = "integer", Format = "int64" }));
        condition.Required = ["type", "status"];
        return new V1JSONSchemaProps
        {
            Type = "array",
            Items = condition,
            XKubernetesListType = "map",
            XKubernetesListMapKeys = ["type"],
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Informers.DisposeAsync();
        Client.Dispose();
    }

    private static V1CustomResourceDefinition Definition(ResourceKind kind, V1JSONSchemaProps spec, V1JSONSchemaProps status) => new()
    {
        ApiVersion = "apiextensions.k8s.io/v1",
        Kind = "CustomResourceDefinition",
        Metadata = new V1ObjectMeta { Name = $"{kind.Plural}.{kind.Group}" },
        Spec = new V1CustomResourceDefinitionSpec
        {
            Group = kind.Group,
            Scope = kind.Namespaced ? "Namespaced" : "Cluster",
            Names = new V1CustomResourceDefinitionNames { Kind = kind.Kind, Plural = kind.Plural },
            Versions =
            [
                new V1CustomResourceDefinitionVersion
                {
                    Name = kind.Version,
                    Served = true,
                    Storage = true,
                    Subresources = new V1CustomResourceSubresources { Status = new object() },
                    Schema = new V1CustomResourceValidation { OpenAPIV3Schema = Schema(("spec", spec), ("status", status)) },
                },
            ],
        },
    };
}
