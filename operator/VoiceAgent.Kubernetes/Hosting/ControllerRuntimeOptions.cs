using System.ComponentModel.DataAnnotations;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Informers;
using VoiceAgent.Kubernetes.Leadership;

namespace VoiceAgent.Kubernetes.Hosting;

/// <summary>How the controllers of one process run. Validated at start.</summary>
public sealed class ControllerRuntimeOptions
{
    /// <summary>The product's name, e.g. <c>voiceagent-operator</c>: sent as User-Agent, and the default name of the Lease. Required.</summary>
    [Required]
    [RegularExpression("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")]
    public string Name { get; set; } = "";

    /// <summary>
    /// The domain under which annotations are kept and events reported, e.g. <c>voiceagent.dev</c>. Required, and never to be changed: by it the
    /// runtime knows its own objects again.
    /// </summary>
    [Required]
    public string Domain { get; set; } = "";

    /// <summary>How the API server is asked.</summary>
    public ApiClientOptions Api { get; } = new();

    /// <summary>How the API server is watched.</summary>
    public WatchOptions Watch { get; } = new();

    /// <summary>How one of several replicas is chosen to work.</summary>
    public LeaderElectionOptions LeaderElection { get; } = new();

    /// <summary>How long the caches may take to fill before the process gives up and exits, 1 s – 30 min. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan CacheSyncTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long reconciles in flight may go on after a stop was asked for, 0–10 min. Default 30 s. The pod's
    /// <c>terminationGracePeriodSeconds</c> must be at least 15 s longer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What happens when the lead is lost. Default: the process exits with code 1 at once, without draining, because somebody else may be
    /// working already. Replace it only in tests.
    /// </summary>
    public Action OnLeadLost { get; set; } = static () => Environment.Exit(1);
}
