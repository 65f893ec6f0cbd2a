using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Kubernetes.Api;

/// <summary>How hard and how patiently the API server is asked. Defaults suit an operator with a few thousand objects.</summary>
public sealed class ApiClientOptions
{
    /// <summary>Sent as <c>User-Agent</c>, so that the cluster's audit log names the operator. Empty (default) means the runtime's name.</summary>
    public string UserAgent { get; set; } = "";

    /// <summary>
    /// Requests per second on average, 1–10 000. Default 100: a first install of 1 000 objects with one child and one status each then takes 20 s.
    /// The server's own priority and fairness is what protects it; this limit contains a mistake of ours.
    /// </summary>
    [Range(1, 10_000)]
    public double QueriesPerSecond { get; set; } = 100;

    /// <summary>Requests that may go out at once after a quiet time, 1–10 000. Default 200.</summary>
    [Range(1, 10_000)]
    public int Burst { get; set; } = 200;

    /// <summary>How long one attempt may take until its answer is complete, 1 s – 10 min. Default 30 s. Watches have their own limits.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request that the server throttled (429) is sent again, 0–100. Default 10, as in client-go.</summary>
    [Range(0, 100)]
    public int ThrottledRetries { get; set; } = 10;

    /// <summary>How often an idempotent request is sent again after a 5xx or a transport error, 0–20. Default 3.</summary>
    [Range(0, 20)]
    public int FaultRetries { get; set; } = 3;

    /// <summary>The longest <c>Retry-After</c> that is honoured in full, 1 s – 5 min. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How the API server treats unknown and duplicate fields in what is written: <c>Ignore</c>, <c>Warn</c> or <c>Strict</c>.
    /// Default <c>Warn</c>; tests should say <c>Strict</c>.
    /// </summary>
    [RegularExpression("Ignore|Warn|Strict")]
    public string FieldValidation { get; set; } = "Warn";
}
