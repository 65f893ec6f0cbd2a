using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>How one controller works.</summary>
public sealed class ControllerOptions
{
    /// <summary>Objects worked on at the same time, 1–256. Default 4.</summary>
    [Range(1, 256)]
    public int Workers { get; set; } = 4;

    /// <summary>How long one reconcile may take before its token is cancelled, 1 s – 1 h. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReconcileTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often every object is looked at although nothing happened, 1 min – 7 days, spread by 10 % either way. Default 10 h, as in controller-runtime.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan ResyncPeriod { get; set; } = TimeSpan.FromHours(10);
}
