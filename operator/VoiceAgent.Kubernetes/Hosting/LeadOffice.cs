using k8s;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Prometheus;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Leadership;
using VoiceAgent.Kubernetes.Telemetry;

namespace VoiceAgent.Kubernetes.Hosting;

/// <summary>The lead of this process: its tenure, who competes for it, and the connection that it is competed on. Always held when election is off.</summary>
internal sealed class LeadOffice : IDisposable
{
    private readonly ApiClient? _client;

    public LeadOffice(
        IOptions<ControllerRuntimeOptions> options, KubernetesClientConfiguration configuration, CollectorRegistry registry, TimeProvider time,
        ILoggerFactory loggers)
    {
        var election = options.Value.LeaderElection;
        Options = election;
        Tenure = new Tenure(election.RenewDeadline, time);
        if (!election.Enabled)
        {
            return;
        }

        // A connection of its own: the lead must not wait behind a thousand applies, nor be retried behind the elector's back.
        var api = new ApiClientOptions
        {
            UserAgent = $"{options.Value.Name}/leader-election",
            RequestTimeout = election.RequestTimeout,
            ThrottledRetries = 0,
            FaultRetries = 0,
        };
        var handler = new RequestHandler(api, new RestMetrics(registry), writeGate: null, time);
        _client = new ApiClient(new ApiEndpoint(configuration, time), api, handler, loggers.CreateLogger<ApiClient>());
        Elector = new LeaderElector(
            new ApiLeaseStore(_client, election.Namespace, election.LeaseName), election, Tenure,
            new LeaderMetrics(registry, election.LeaseName), time, loggers.CreateLogger<LeaderElector>());
    }

    internal LeaderElectionOptions Options { get; }

    internal Tenure Tenure { get; }

    /// <summary>Null when election is off.</summary>
    internal LeaderElector? Elector { get; }

    /// <summary>What guards this process's writes; null when election is off.</summary>
    internal IWriteGate? WriteGate => Elector is null ? null : Tenure;

    public void Dispose()
    {
        _client?.Dispose();
        Tenure.Dispose();
    }
}
