using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Providers;
using VoiceAgent.Runtime.Calls;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Calls.Setup;
using VoiceAgent.Runtime.Hosting;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tenancy;
using VoiceAgent.Runtime.Tests.Catalog;
using VoiceAgent.Testing.Calls;

namespace VoiceAgent.Runtime.Tests.Hosting;

/// <summary>The whole host in this process, on real sockets of the loopback, with a real database and a watched folder; only calls are scripted.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly WebApplication _app;

    private TestHost(TempFolder folder, WebApplication app, ScriptedEngine engine)
    {
        _folder = folder;
        _app = app;
        Engine = engine;
        var (outside, inside) = app.Services.GetRequiredService<IServer>().Addresses();
        Public = Client(outside);
        Internal = Client(inside);
        Key = app.Services.GetRequiredService<DevelopmentKey>().Secret;
    }

    public ScriptedEngine Engine { get; }

    public HttpClient Public { get; }

    public HttpClient Internal { get; }

    public string Key { get; }

    public IServiceProvider Services => _app.Services;

    public WebApplication App => _app;

    public string Data => _folder["data"];

    public string Resources => _folder["resources"];

    public static async Task<TestHost> StartAsync(Action<IDictionary<string, string?>>? settings = null, Action<string>? resources = null)
    {
        var folder = new TempFolder();
        Directory.CreateDirectory(folder["resources"]);
        File.WriteAllText(Path.Combine(folder["resources"], "tenant.yaml"), CatalogFolder.Tenant);
        File.WriteAllText(Path.Combine(folder["resources"], "reception.yaml"), CatalogFolder.Agent(more: "  recording: {mode: AudioAndTranscript}"));
        resources?.Invoke(folder["resources"]);

        var engine = new ScriptedEngine();
        var app = RuntimeHost.Build(builder => Configure(builder, folder, engine, settings));
        await app.Services.GetRequiredService<DatabaseSchema>().MigrateAsync(CancellationToken.None);
        await app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
        await app.StartAsync();
        return new TestHost(folder, app, engine);
    }

    /// <summary>Places a call as a door would.</summary>
    public async Task<(LiveCall Live, ScriptedSession Session)> CallAsync(string agent = "reception", string tenant = "clinic")
    {
        var order = new CallOrder { TenantId = tenant, Agent = agent, Channel = CallChannel.Realtime, Edge = new HeardEdge() };
        var live = await Services.GetRequiredService<Switchboard>().ConnectAsync(order, CancellationToken.None);
        return (live, await Engine.NextAsync());
    }

    /// <summary>A request with the development key.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? configure = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        configure?.Invoke(request);
        return Public.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Public.Dispose();
        Internal.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static void Configure(WebApplicationBuilder builder, TempFolder folder, ScriptedEngine engine, Action<IDictionary<string, string?>>? settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["Listeners:Port"] = "0",
            ["Listeners:InternalPort"] = "0",
            ["Storage:Data"] = folder["data"],
            ["Storage:MinimumFreeMegabytes"] = "0",
            ["Catalog:Resources"] = folder["resources"],
            ["Journal:BatchMilliseconds"] = "10",
        };
        settings?.Invoke(values);
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(builder.Configuration, values);
        builder.Logging.ClearProviders();
        builder.Services.Replace(ServiceDescriptor.Singleton<ICallFactory>(engine));
        builder.Services.Replace(ServiceDescriptor.Singleton<IVendors>(new ScriptedVendors()));
    }

    private static HttpClient Client(Uri address) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    private sealed class ScriptedVendors : IVendors
    {
        public VoiceProvider Make(ProviderConnection connection) => new(
            connection.Name,
            new ScriptedTranscriber(TimeProvider.System),
            new ScriptedModel(TimeProvider.System),
            new ScriptedSynthesizer(TimeProvider.System));
    }
}
