using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Prometheus;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Apply;
using VoiceAgent.Kubernetes.Controllers;
using VoiceAgent.Kubernetes.Events;
using VoiceAgent.Kubernetes.Health;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Telemetry;

namespace VoiceAgent.Kubernetes.Hosting;

/// <summary>Puts the controller runtime into a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds the runtime: <see cref="ApiClient"/>, <see cref="InformerFactory"/>, <see cref="ApplyEngineFactory"/>, <see cref="EventRecorder"/>, the
    /// hosted service that runs the controllers, and health checks tagged <c>live</c> and <c>ready</c>. Register a
    /// <see cref="KubernetesClientConfiguration"/>, a <see cref="TimeProvider"/> or a <see cref="CollectorRegistry"/> before to replace the usual ones.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets at least <see cref="ControllerRuntimeOptions.Name"/> and <see cref="ControllerRuntimeOptions.Domain"/>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKubernetesControllers(this IServiceCollection services, Action<ControllerRuntimeOptions> configure)
    {
        services.AddOptions<ControllerRuntimeOptions>().Configure(configure).PostConfigure(FillIn).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ControllerRuntimeOptions>, ControllerRuntimeOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Metrics.DefaultRegistry);
        services.TryAddSingleton(_ => KubernetesClientConfiguration.BuildDefaultConfig());
        services.TryAddSingleton<LeadOffice>();
        services.TryAddSingleton(CreateClient);
        services.TryAddSingleton(CreateInformers);
        services.TryAddSingleton(CreateApplyEngines);
        services.TryAddSingleton(CreateEvents);
        services.TryAddSingleton<ControllerSet>();
        services.TryAddSingleton<HostSignals>();
        services.AddHostedService<ControllerRuntime>();
        services.AddOptions<HostOptions>().Configure<IOptions<ControllerRuntimeOptions>>(AllowForDraining);
        services.AddHealthChecks()
            .AddCheck<WatchHealthCheck>("kubernetes-watches", tags: ["live"])
            .AddCheck<LeaseHealthCheck>("kubernetes-lease", tags: ["live"])
            .AddCheck<WorkerHealthCheck>("kubernetes-workers", tags: ["live"])
            .AddCheck<CacheHealthCheck>("kubernetes-caches", tags: ["ready"]);
        return services;
    }

    /// <summary>Adds a controller. Its reconciler is a singleton and gets its dependencies from the host.</summary>
    /// <typeparam name="T">The primary kind.</typeparam>
    /// <typeparam name="TReconciler">The reconciler.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The controller's name in metrics and logs; unique in the process.</param>
    /// <param name="configure">Says what it watches.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddController<T, TReconciler>(
        this IServiceCollection services, string name, Action<ControllerBuilder<T>, IServiceProvider>? configure = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TReconciler : class, IReconciler
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.TryAddSingleton<TReconciler>();
        services.AddSingleton<ControllerRegistration>(new ControllerRegistration<T, TReconciler>(name, configure ?? ((_, _) => { })));
        return services;
    }

    private static void FillIn(ControllerRuntimeOptions options)
    {
        const string OwnNamespace = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";
        var election = options.LeaderElection;
        options.Api.UserAgent = options.Api.UserAgent.Length > 0 ? options.Api.UserAgent : options.Name;
        election.LeaseName = election.LeaseName.Length > 0 ? election.LeaseName : options.Name;
        if (election.Namespace.Length == 0 && File.Exists(OwnNamespace))
        {
            election.Namespace = File.ReadAllText(OwnNamespace).Trim();
        }
    }

    private static void AllowForDraining(HostOptions host, IOptions<ControllerRuntimeOptions> options)
    {
        var needed = options.Value.DrainTimeout + TimeSpan.FromSeconds(15);
        host.ShutdownTimeout = host.ShutdownTimeout > needed ? host.ShutdownTimeout : needed;
    }

    private static ApiClient CreateClient(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ControllerRuntimeOptions>>().Value.Api;
        var time = services.GetRequiredService<TimeProvider>();
        var metrics = new RestMetrics(services.GetRequiredService<CollectorRegistry>());
        var handler = new RequestHandler(options, metrics, services.GetRequiredService<LeadOffice>().WriteGate, time);
        var endpoint = new ApiEndpoint(services.GetRequiredService<KubernetesClientConfiguration>(), time);
        return new ApiClient(endpoint, options, handler, services.GetRequiredService<ILoggerFactory>().CreateLogger<ApiClient>());
    }

    private static InformerFactory CreateInformers(IServiceProvider services) => new(new InformerServices(
        services.GetRequiredService<ApiClient>(),
        services.GetRequiredService<IOptions<ControllerRuntimeOptions>>().Value.Watch,
        new InformerMetrics(services.GetRequiredService<CollectorRegistry>()),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILoggerFactory>()));

    private static ApplyEngineFactory CreateApplyEngines(IServiceProvider services) => new(
        services.GetRequiredService<ApiClient>(),
        services.GetRequiredService<IOptions<ControllerRuntimeOptions>>().Value.Domain,
        services.GetRequiredService<CollectorRegistry>(),
        services.GetRequiredService<ILoggerFactory>());

    private static EventRecorder CreateEvents(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ControllerRuntimeOptions>>().Value;
        var metrics = new EventMetrics(services.GetRequiredService<CollectorRegistry>());
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<EventRecorder>();
        var source = new EventSource($"{options.Domain}/{options.Name}", options.LeaderElection.Identity);
        return new EventRecorder(new EventWriter(services.GetRequiredService<ApiClient>(), source, metrics, time, logger), metrics, time, logger);
    }
}
