using Greetings;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;
using VoiceAgent.Kubernetes.Hosting;
using VoiceAgent.Kubernetes.Tests.Bench;
using VoiceAgent.Kubernetes.Timing;

namespace VoiceAgent.Kubernetes.Tests.Hosting;

/// <summary>The README's operator as a whole process would run it, several of which fit into one test.</summary>
internal sealed class GreetingHost : IAsyncDisposable
{
    private readonly IHost _host;

    internal GreetingHost(Uri server, Action<ControllerRuntimeOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton(new KubernetesClientConfiguration { Host = server.ToString() });
        builder.Services.AddSingleton(Registry);
        builder.Services.AddGreetings();
        builder.Services.Configure<ControllerRuntimeOptions>(options =>
        {
            options.LeaderElection.Namespace = "lab";
            options.LeaderElection.LeaseDuration = TimeSpan.FromSeconds(3);
            options.LeaderElection.RenewDeadline = TimeSpan.FromSeconds(2);
            options.LeaderElection.RetryPeriod = TimeSpan.FromMilliseconds(200);
            options.Api.FieldValidation = "Strict";
            options.Watch.Backoff = new BackoffOptions { Initial = TimeSpan.FromMilliseconds(20), Limit = TimeSpan.FromMilliseconds(200) };
            options.OnLeadLost = () => LeadLost.TrySetResult();
            configure?.Invoke(options);
        });
        services?.Invoke(builder.Services);
        _host = builder.Build();
    }

    internal LogCapture Logs { get; } = new();

    internal CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    internal TaskCompletionSource LeadLost { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal IServiceProvider Services => _host.Services;

    internal bool Leads => Scrape.Find(Registry, "leader_election_master_status") == 1;

    internal double Reconciles(string result) => Scrape.Find(Registry, "controller_runtime_reconcile_total", "result", result) ?? 0;

    internal Task StartAsync() => _host.StartAsync();

    internal Task StopAsync() => Eventually.WithinLimitAsync(_host.StopAsync());

    internal async Task<Dictionary<string, HealthStatus>> HealthAsync()
    {
        var report = await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
