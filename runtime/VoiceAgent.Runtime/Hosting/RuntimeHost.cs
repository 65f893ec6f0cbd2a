using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Conversation.Listening;
using VoiceAgent.Conversation.Playout;
using VoiceAgent.Runtime.Calls;
using VoiceAgent.Runtime.Calls.Api;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Calls.Recording;
using VoiceAgent.Runtime.Calls.Setup;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Catalog.Api;
using VoiceAgent.Runtime.Catalog.Files;
using VoiceAgent.Runtime.Hosting.Contract;
using VoiceAgent.Runtime.Hosting.Health;
using VoiceAgent.Runtime.Hosting.StatusPage;
using VoiceAgent.Runtime.Http;
using VoiceAgent.Runtime.Identity;
using VoiceAgent.Runtime.Knowledge;
using VoiceAgent.Runtime.Realtime;
using VoiceAgent.Runtime.Realtime.Handshake;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Telemetry;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>Puts the process together, in the order in which a call meets its parts.</summary>
internal static class RuntimeHost
{
    /// <summary>Builds the host; nothing runs yet.</summary>
    /// <param name="configure">Last word on settings and services, for tests.</param>
    public static WebApplication Build(Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddEnvironment();
        builder.Logging.ConfigureLogging();
        AddServices(builder);
        configure?.Invoke(builder);
        builder.Services.AddSettings(builder.Configuration);
        builder.WebHost.ConfigureKestrel((_, kestrel) => kestrel.Configure(kestrel.ApplicationServices.GetRequiredService<IOptions<ListenerOptions>>().Value));

        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<RuntimeMetrics>();
        services.AddStorage();
        services.AddSingleton<Preparation>().AddSingleton(provider => new PreparationParts(
            provider.GetService<IStartupValidator>(), provider.GetRequiredService<IOptions<StorageOptions>>(), provider.GetRequiredService<TimeProvider>()));

        // Started in this order, stopped in the opposite one: the record stops after everything that writes into it.
        services.AddRunning<JournalWriter>();
        services.AddRunning<RecordingWriter>();
        services.AddRunning<FolderCatalog>();
        services.AddRunning<KnowledgeShelf>();
        services.AddRunning<ProviderWarmUp>();
        services.AddRunning<TimerWatch>();
        services.AddRunning<Drain>();
        services.AddSingleton<IHostLifetime, DrainLifetime>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(45));

        AddCatalog(services);
        AddCalls(services);
        AddDoors(services, builder.Configuration);
    }

    private static void AddCatalog(IServiceCollection services)
    {
        services.AddSingleton(provider => new FolderSecrets(Path.GetFullPath(provider.GetRequiredService<IOptions<CatalogOptions>>().Value.Resources)));
        services.AddSingleton<ISecretStore>(provider => provider.GetRequiredService<FolderSecrets>());
        services.AddSingleton<ICatalog>(provider => provider.GetRequiredService<FolderCatalog>());
    }

    private static void AddCalls(IServiceCollection services)
    {
        services.AddSingleton(provider => HostIdentity.Create(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<JournalBatch>();
        services.AddSingleton<UnfinishedCalls>().AddSingleton<RecordingRecovery>().AddSingleton<CrashRecovery>();
        services.AddSingleton<IVendors, Vendors>();
        services.AddSingleton<ProviderPool>();
        services.AddSingleton<CallSetups>();
        services.AddSingleton<LiveCalls>();
        services.AddSingleton<SileroModel>();
        services.AddSingleton<PlayoutClock>();
        services.AddSingleton(new CallEngineOptions());
        services.AddSingleton<ICallFactory, CallFactory>();
        services.AddSingleton<SwitchboardParts>();
        services.AddSingleton<Switchboard>();
        services.AddSingleton<CallReader>();
    }

    private static void AddDoors(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DevelopmentKey>();
        services.AddSingleton<IDevelopmentKey>(provider => provider.GetRequiredService<DevelopmentKey>());
        services.AddIdentity().AddContract();
        services.AddSingleton<FirstPeople>().AddSingleton<TenantWall>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Problems.Complete);
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));
        services.AddHealth();
        services.AddRealtime(configuration);
        services.AddSingleton<RealtimeDoor>();
        services.AddSingleton<IRealtimeCalls>(provider => provider.GetRequiredService<RealtimeDoor>());
        services.AddSingleton<IRealtimeAccess>(provider => provider.GetRequiredService<RealtimeDoor>());
        services.AddSingleton<StatusEndpoint>();
    }

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders();
        app.UseInternalEndpoints();
        app.UseWebSockets();
        app.UseRouting();
        app.UseIdentity();

        // The door checks keys by itself: browsers can only send theirs as a sub-protocol.
        app.MapGroup("").AllowAnonymous().MapRealtime();
        app.MapIdentity();
        app.MapCalls();
        app.MapAgents();
        app.MapContract();
        app.MapGet("/", (HttpContext context, StatusEndpoint page) => page.GetAsync(context)).AllowAnonymous().ExcludeFromDescription();
    }

    private static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
    }

    private static void AddRunning<T>(this IServiceCollection services)
        where T : class, IHostedService => services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());
}
