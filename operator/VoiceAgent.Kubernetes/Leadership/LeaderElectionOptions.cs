using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Kubernetes.Leadership;

/// <summary>How one of several replicas is chosen to work. Defaults are client-go's.</summary>
public sealed class LeaderElectionOptions : IValidatableObject
{
    /// <summary>Off only where a single process runs by construction, e.g. on a developer's machine. Default on.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The name of the Lease. Required when enabled.</summary>
    public string LeaseName { get; set; } = "";

    /// <summary>The namespace of the Lease: the one that the operator runs in. Required when enabled.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Who this process is; no two may share it. Default <c>&lt;pod name&gt;_&lt;uuid&gt;</c>, new at every start.</summary>
    [Required]
    public string Identity { get; set; } = $"{Environment.MachineName}_{Guid.NewGuid()}";

    /// <summary>How long others wait after the last sign of life before they take over. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader goes on trying to renew before it gives up and exits. Shorter than <see cref="LeaseDuration"/>. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the leader renews and others ask. Shorter than <see cref="RenewDeadline"/>. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:05:00")]
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>One hung request must not cost the lead: half of the renew deadline, at least a second.</summary>
    internal TimeSpan RequestTimeout => RenewDeadline / 2 > TimeSpan.FromSeconds(1) ? RenewDeadline / 2 : TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enabled)
        {
            yield break;
        }

        if (LeaseName.Length == 0)
        {
            yield return new ValidationResult("LeaderElection.LeaseName is empty: name the Lease.", [nameof(LeaseName)]);
        }

        if (Namespace.Length == 0)
        {
            yield return new ValidationResult("LeaderElection.Namespace is empty: give the namespace that the operator runs in.", [nameof(Namespace)]);
        }

        if (LeaseDuration <= RenewDeadline)
        {
            yield return new ValidationResult("LeaderElection.LeaseDuration must be longer than RenewDeadline, or two may lead at once.", [nameof(LeaseDuration)]);
        }

        if (RenewDeadline <= RetryPeriod * 1.2)
        {
            yield return new ValidationResult("LeaderElection.RenewDeadline must be longer than 1.2 × RetryPeriod, or one slow answer costs the lead.", [nameof(RenewDeadline)]);
        }
    }
}
