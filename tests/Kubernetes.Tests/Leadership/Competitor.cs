using Microsoft.Extensions.Time.Testing;
using Prometheus;
using VoiceAgent.Kubernetes.Leadership;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Tests.Bench;

namespace VoiceAgent.Kubernetes.Tests.Leadership;

/// <summary>A process that competes for the lease, with a clock and a line of its own.</summary>
internal sealed class Competitor : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task<bool> _running = Task.FromResult(true);

    internal Competitor(LeaseRoom room, string identity, FakeTimeProvider? time = null)
    {
        Time = time ?? new FakeTimeProvider();
        Line = room.NewLine();
        Options = new LeaderElectionOptions { LeaseName = "lease", Namespace = "lab", Identity = identity };
        Tenure = new Tenure(Options.RenewDeadline, Time);
        Elector = new LeaderElector(Line, Options, Tenure, new LeaderMetrics(Registry, "lease"), Time, Logs.CreateLogger("leader"));
    }

    internal FakeTimeProvider Time { get; }

    internal LeaseRoom.Line Line { get; }

    internal LeaderElectionOptions Options { get; }

    internal Tenure Tenure { get; }

    internal LeaderElector Elector { get; }

    internal CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    internal LogCapture Logs { get; } = new();

    internal bool Leads => Tenure.IsHeld;

    internal double Status => Scrape.Value(Registry, "leader_election_master_status", "name", "lease");

    internal double SlowPaths => Scrape.Value(Registry, "leader_election_slowpath_total", "name", "lease");

    internal void Start() => _running = Task.Run(async () =>
    {
        await Elector.AcquireAsync(_stop.Token);
        return await Elector.HoldAsync(_stop.Token);
    });

    internal async Task LeadAsync()
    {
        Start();
        await Time.AdvanceUntilAsync(() => Leads && Status == 1);
    }

    internal Task AdvanceAsync(double seconds) => Time.AdvanceAsync(TimeSpan.FromSeconds(seconds), TimeSpan.FromMilliseconds(250));

    internal async Task<bool> StopAsync()
    {
        await _stop.CancelAsync();
        try
        {
            return await Eventually.WithinLimitAsync(_running);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    internal Task<bool> Ended => _running;

    public async ValueTask DisposeAsync()
    {
        Line.Jam?.TrySetResult();
        await StopAsync();
        Tenure.Dispose();
        _stop.Dispose();
    }
}
