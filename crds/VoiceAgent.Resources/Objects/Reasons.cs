namespace VoiceAgent.Resources.Objects;

/// <summary>The reasons that a condition may give: a closed set, so that alerts and scripts can rely on them.</summary>
public static class Reasons
{
    /// <summary>All is as asked.</summary>
    public const string Reconciled = "Reconciled";

    /// <summary>The spec passed every check.</summary>
    public const string SpecValid = "SpecValid";

    /// <summary>The spec has problems; the message lists them.</summary>
    public const string SpecInvalid = "SpecInvalid";

    /// <summary>Everything named was found.</summary>
    public const string AllResolved = "AllResolved";

    /// <summary>The namespace belongs to no tenant.</summary>
    public const string TenantNotFound = "TenantNotFound";

    /// <summary>A provider is named that the tenant does not have.</summary>
    public const string ProviderNotFound = "ProviderNotFound";

    /// <summary>A trunk is named that the tenant does not have.</summary>
    public const string TrunkNotFound = "TrunkNotFound";

    /// <summary>A knowledge base is named that does not exist.</summary>
    public const string KnowledgeBaseNotFound = "KnowledgeBaseNotFound";

    /// <summary>A knowledge base exists and cannot be searched yet.</summary>
    public const string KnowledgeBaseNotReady = "KnowledgeBaseNotReady";

    /// <summary>An agent is named that does not exist.</summary>
    public const string AgentNotFound = "AgentNotFound";

    /// <summary>A Secret is named that does not exist.</summary>
    public const string SecretNotFound = "SecretNotFound";

    /// <summary>A Secret lacks the key that is named.</summary>
    public const string SecretKeyMissing = "SecretKeyMissing";

    /// <summary>A ConfigMap is named that does not exist.</summary>
    public const string ConfigMapNotFound = "ConfigMapNotFound";

    /// <summary>A ConfigMap lacks the key that is named.</summary>
    public const string ConfigMapKeyMissing = "ConfigMapKeyMissing";

    /// <summary>A folder of documents is named that does not exist.</summary>
    public const string FolderNotFound = "FolderNotFound";

    /// <summary>A provider cannot do what it is named for.</summary>
    public const string ProviderUnsuitable = "ProviderUnsuitable";

    /// <summary>A telephone number is claimed by another agent.</summary>
    public const string NumberTaken = "NumberTaken";

    /// <summary>A pinned revision is not kept any more.</summary>
    public const string RevisionNotFound = "RevisionNotFound";

    /// <summary>A provider does not answer or refuses the credentials.</summary>
    public const string ProviderUnhealthy = "ProviderUnhealthy";

    /// <summary>The quota is used up.</summary>
    public const string QuotaExceeded = "QuotaExceeded";

    /// <summary>An image cannot be pulled.</summary>
    public const string ImagePullFailed = "ImagePullFailed";

    /// <summary>A rollout is under way.</summary>
    public const string RolloutInProgress = "RolloutInProgress";

    /// <summary>A rollout did not finish in time.</summary>
    public const string RolloutTimedOut = "RolloutTimedOut";

    /// <summary>A rollout was taken back because an analysis gate failed.</summary>
    public const string RolloutRolledBack = "RolloutRolledBack";

    /// <summary>Someone else owns a field that the operator has to set.</summary>
    public const string ApplyConflict = "ApplyConflict";

    /// <summary>The operator lacks a permission.</summary>
    public const string ApiForbidden = "ApiForbidden";

    /// <summary>A service that the resource needs does not answer.</summary>
    public const string DependencyUnavailable = "DependencyUnavailable";

    /// <summary>Something that must be ours belongs to another.</summary>
    public const string OwnershipConflict = "OwnershipConflict";

    /// <summary>Documents are being read and indexed.</summary>
    public const string SyncInProgress = "SyncInProgress";

    /// <summary>A source could not be read.</summary>
    public const string SourceFailed = "SourceFailed";

    /// <summary>Pods are starting.</summary>
    public const string WaitingForPods = "WaitingForPods";

    /// <summary>Not looked at yet.</summary>
    public const string Pending = "Pending";

    /// <summary>Paused by annotation.</summary>
    public const string Paused = "Paused";

    /// <summary>The resource is being deleted.</summary>
    public const string Deleting = "Deleting";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = ConstantsOf.Strings(typeof(Reasons));
}
