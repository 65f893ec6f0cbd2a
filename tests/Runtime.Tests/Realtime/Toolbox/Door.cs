using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VoiceAgent.Runtime.Realtime;
using VoiceAgent.Runtime.Realtime.Handshake;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime.Toolbox;

/// <summary>The real door on a real socket of the loopback, with scripted calls behind it.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Door(WebApplication app, ScriptedCalls calls)
    {
        _app = app;
        Calls = calls;
        Http = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public ScriptedCalls Calls { get; }

    public Uri Http { get; }

    public Uri Socket(string query = "model=reception") => new UriBuilder(Http) { Scheme = "ws", Path = "/v1/realtime", Query = query }.Uri;

    public static async Task<Door> OpenAsync(Action<RealtimeOptions>? configure = null, TimeProvider? time = null)
    {
        var calls = new ScriptedCalls();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddRealtime(builder.Configuration);
        builder.Services.AddSingleton<IRealtimeCalls>(calls);
        builder.Services.AddSingleton<IRealtimeAccess>(calls);
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        var app = builder.Build();
        app.UseWebSockets();
        app.MapRealtime();
        app.MapGet("/healthz", () => Results.Text("well"));
        await app.StartAsync();
        return new Door(app, calls);
    }

    /// <summary>The process still serves.</summary>
    public async Task IsHealthyAsync()
    {
        using var http = new HttpClient { BaseAddress = Http };
        Assert.Equal("well", await http.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
        await using var client = await DoorClient.ConnectAsync(this);
        await Calls.NextAsync();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
