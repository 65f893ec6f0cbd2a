using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prometheus;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Controllers;
using VoiceAgent.Kubernetes.Hosting;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Health;

/// <summary>The parts of a process with a test clock, none of them started: what the checks see when loops stand still.</summary>
public sealed class HealthCheckTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Stubborn _reconciler = new();
    private readonly ServiceProvider _services;

    public HealthCheckTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton(Metrics.NewCustomRegistry());
        services.AddSingleton(new KubernetesClientConfiguration { Host = "http://127.0.0.1:9" });
        services.AddSingleton<IHostApplicationLifetime, NoLifetime>();
        services.AddSingleton(_reconciler);
        services.AddLogging(logging => logging.Services.AddSingleton(typeof(Microsoft.Extensions.Logging.ILoggerFactory), NullLoggerFactory.Instance));
        services.AddKubernetesControllers(options =>
        {
            options.Name = "lab";
            options.Domain = "lab.example";
            options.LeaderElection.Namespace = "lab";
        });
        services.AddController<Widget, Stubborn>("widget", (controller, _) => controller.With(options => options.Workers = 2));
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        _reconciler.Release();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_watch_loop_that_stands_still_for_twice_the_longest_watch_is_dead()
    {
        _services.GetRequiredService<ControllerSet>();
        Assert.Equal(HealthStatus.Healthy, await StatusAsync("kubernetes-watches"));

        _time.Advance(TimeSpan.FromMinutes(22));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync("kubernetes-watches"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync("kubernetes-watches"));
    }

    [Fact]
    public async Task An_api_server_that_is_away_makes_the_process_unready_and_not_dead()
    {
        var informers = _services.GetRequiredService<InformerFactory>();
        var informer = (IInformer)informers.Get<Widget>();
        ((IReflectorSink<Widget>)informer).Replace([], []);
        informer.Pulse.Contact();
        Assert.Equal(HealthStatus.Healthy, await StatusAsync("kubernetes-caches"));

        // The loop goes round and gets no answer.
        for (var minute = 0; minute < 60; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            informer.Pulse.Attempt();
        }

        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync("kubernetes-caches"));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync("kubernetes-watches"));
    }

    [Fact]
    public async Task A_former_leader_that_has_not_exited_is_dead()
    {
        var tenure = _services.GetRequiredService<LeadOffice>().Tenure;
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync("kubernetes-lease"));

        Assert.True(tenure.Renew(_time.GetTimestamp()));
        _time.Advance(TimeSpan.FromSeconds(35));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync("kubernetes-lease"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync("kubernetes-lease"));
    }

    [Fact]
    public async Task A_controller_is_dead_when_its_last_worker_is_stuck_and_not_before()
    {
        var controller = _services.GetRequiredService<ControllerSet>().All.Single();
        using var abandon = new CancellationTokenSource();
        var running = controller.RunAsync(abandon.Token);
        controller.Queue.Add(new ObjectKey("lab", "a"));
        await Eventually.HoldsAsync(() => _reconciler.Waiting == 1);
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync("kubernetes-workers"));

        controller.Queue.Add(new ObjectKey("lab", "b"));
        await Eventually.HoldsAsync(() => _reconciler.Waiting == 2);
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync("kubernetes-workers"));

        controller.StopIntake();
        _reconciler.Release();
        await Eventually.WithinLimitAsync(running);
    }

    private async Task<HealthStatus> StatusAsync(string check)
    {
        var report = await _services.GetRequiredService<HealthCheckService>().CheckHealthAsync(registration => registration.Name == check);
        return report.Entries.Single().Value.Status;
    }

    /// <summary>Ignores its cancellation.</summary>
    private sealed class Stubborn : IReconciler
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;

        internal int Waiting => _waiting;

        internal void Release() => _release.TrySetResult();

        public async Task<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _waiting);
            await _release.Task;
            return Result.Done;
        }
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }
}
