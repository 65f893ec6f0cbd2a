using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Conversation.Audio;
using VoiceAgent.Runtime.Hosting;
using VoiceAgent.Runtime.Storage;
using VoiceAgent.Runtime.Tenancy;
using VoiceAgent.Testing.Audio;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime.Toolbox;

/// <summary>The whole runtime with the sample clinic and its local providers, on a port of its own: nothing in it is a stand-in.</summary>
public sealed class Clinic : IAsyncLifetime
{
    private readonly TempFolder _data = new();
    private WebApplication _app = null!;

    public Uri Http { get; private set; } = null!;

    public string Key { get; private set; } = "";

    public Uri Socket(string agent = "reception") => new UriBuilder(Http) { Scheme = "ws", Path = "/v1/realtime", Query = "model=" + agent }.Uri;

    /// <summary>What a caller says, as 24 kHz samples.</summary>
    public static async Task<short[]> SpeechAsync(string text, string voice = "rms")
    {
        var samples = await Flite.SayAsync(text, voice);
        var resampler = new Resampler(16_000, 24_000);
        var output = new short[resampler.MaxOutput(samples.Length)];
        return output[..resampler.Resample(samples, output)];
    }

    public async Task InitializeAsync()
    {
        _app = RuntimeHost.Build(builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Listeners:Port"] = "0",
                ["Listeners:InternalPort"] = "0",
                ["Storage:Data"] = _data.Path,
                ["Catalog:Resources"] = Path.Combine(Repository.Root, "crds", "samples"),
            });
        });
        OwnerOnly.CreateFolder(Path.GetDirectoryName(_app.Services.GetRequiredService<IOptions<StorageOptions>>().Value.DatabaseFile)!);
        await _app.Services.GetRequiredService<DatabaseSchema>().MigrateAsync(CancellationToken.None);
        await _app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
        await _app.StartAsync();
        Http = new UriBuilder(_app.Services.GetRequiredService<IServer>().Addresses().Public) { Host = "127.0.0.1" }.Uri;
        Key = _app.Services.GetRequiredService<DevelopmentKey>().Secret;
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Dispose();
    }
}
