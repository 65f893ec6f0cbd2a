using k8s;
using k8s.Models;
using Prometheus;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Tests.StandIn;
using VoiceAgent.Kubernetes.Timing;

namespace VoiceAgent.Kubernetes.Tests.Bench;

/// <summary>A stand-in API server with a client and informers on it, impatient enough for tests.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly bool _ownsServer;

    private Workbench(StandInApiServer server, bool ownsServer, Uri? through, Action<WatchOptions>? configure)
    {
        Server = server;
        _ownsServer = ownsServer;
        Client = CreateClient(new KubernetesClientConfiguration { Host = (through ?? server.Url).ToString() });
        configure?.Invoke(Watch);
        Informers = new InformerFactory(new InformerServices(Client, Watch, new InformerMetrics(Registry), TimeProvider.System, Logs));
    }

    internal StandInApiServer Server { get; }

    internal ApiClient Client { get; }

    internal InformerFactory Informers { get; }

    internal CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    internal LogCapture Logs { get; } = new();

    internal ApiClientOptions Api { get; } = new() { UserAgent = "workbench", RequestTimeout = TimeSpan.FromSeconds(5), FieldValidation = "Strict" };

    internal WatchOptions Watch { get; } = new()
    {
        Backoff = new BackoffOptions { Initial = TimeSpan.FromMilliseconds(10), Limit = TimeSpan.FromMilliseconds(50) },
    };

    internal static ResourceKind ConfigMaps { get; } = ResourceKind.Of<V1ConfigMap>();

    internal static async Task<Workbench> StartAsync(Action<WatchOptions>? configure = null) =>
        new(await StandInApiServer.StartAsync(), true, null, configure);

    internal static Workbench On(StandInApiServer server, Uri? through = null, Action<WatchOptions>? configure = null) =>
        new(server, false, through, configure);

    internal static V1ConfigMap ConfigMap(string name, string value = "1", string namespaceName = "lab") => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName },
        Data = new Dictionary<string, string> { ["value"] = value },
    };

    internal Task<V1ConfigMap> CreateAsync(string name, string value = "1", string namespaceName = "lab") =>
        Client.CreateAsync(ConfigMaps, ConfigMap(name, value, namespaceName), new WriteOptions());

    internal Task<V1ConfigMap> SetAsync(string name, string value, string namespaceName = "lab") => Client.PatchAsync<V1ConfigMap>(
        ConfigMaps, new ObjectKey(namespaceName, name), PatchKind.Merge,
        System.Text.Encoding.UTF8.GetBytes($$$"""{"data":{"value":"{{{value}}}"}}"""), new WriteOptions());

    internal Task<bool> DeleteAsync(string name, string namespaceName = "lab") =>
        Client.DeleteAsync(ConfigMaps, new ObjectKey(namespaceName, name), new DeleteOptions());

    internal async Task<(IObjectCache<T> Cache, Recorder<T> Changes)> CacheAsync<T>(InformerOptions<T>? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var cache = Informers.Get(options);
        var recorder = new Recorder<T>();
        cache.AddHandler(recorder);
        Informers.Start();
        await Eventually.HoldsAsync(() => cache.HasSynced);
        return (cache, recorder);
    }

    public async ValueTask DisposeAsync()
    {
        await Informers.DisposeAsync();
        Client.Dispose();
        if (_ownsServer)
        {
            await Server.DisposeAsync();
        }
    }

    internal ApiClient CreateClient(KubernetesClientConfiguration configuration, IWriteGate? gate = null)
    {
        var handler = new RequestHandler(Api, new RestMetrics(Registry), gate, TimeProvider.System);
        return new ApiClient(new ApiEndpoint(configuration, TimeProvider.System), Api, handler, Logs.CreateLogger("client"));
    }
}
