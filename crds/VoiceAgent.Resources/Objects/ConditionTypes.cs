namespace VoiceAgent.Resources.Objects;

/// <summary>The condition types of the group. "Abnormal" ones are true when something is wrong or under way.</summary>
public static class ConditionTypes
{
    /// <summary>Everything that the resource asks for is in place.</summary>
    public const string Ready = "Ready";

    /// <summary>The spec is valid.</summary>
    public const string Accepted = "Accepted";

    /// <summary>Everything that the spec names exists.</summary>
    public const string RefsResolved = "RefsResolved";

    /// <summary>The providers answer.</summary>
    public const string ProvidersHealthy = "ProvidersHealthy";

    /// <summary>Every ready pod serves this generation.</summary>
    public const string Serving = "Serving";

    /// <summary>The tenant's namespace exists and is labelled.</summary>
    public const string NamespaceReady = "NamespaceReady";

    /// <summary>Network policies, pod security and quotas are applied.</summary>
    public const string IsolationApplied = "IsolationApplied";

    /// <summary>The tenant's database and role exist.</summary>
    public const string DatabaseReady = "DatabaseReady";

    /// <summary>At least one runtime pod is ready.</summary>
    public const string Available = "Available";

    /// <summary>The vector collection exists with the wanted shape.</summary>
    public const string CollectionReady = "CollectionReady";

    /// <summary>The embedding provider answers with the wanted dimensions.</summary>
    public const string EmbeddingReady = "EmbeddingReady";

    /// <summary>Every source was read at the last sync.</summary>
    public const string SourcesSynced = "SourcesSynced";

    /// <summary>Abnormal: a change is being carried out.</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>Abnormal: no progress without help.</summary>
    public const string Stalled = "Stalled";

    /// <summary>Abnormal: reconciling is paused by annotation.</summary>
    public const string Paused = "Paused";

    /// <summary>Abnormal: the tenant asks for more than its quota.</summary>
    public const string QuotaExceeded = "QuotaExceeded";

    /// <summary>Abnormal: a pod would stop before the longest call that its agents allow.</summary>
    public const string DrainTooShort = "DrainTooShort";

    /// <summary>Abnormal: an owned object was changed by someone else.</summary>
    public const string Drifted = "Drifted";

    /// <summary>Abnormal: the vector collection is not healthy.</summary>
    public const string Degraded = "Degraded";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = ConstantsOf.Strings(typeof(ConditionTypes));
}
