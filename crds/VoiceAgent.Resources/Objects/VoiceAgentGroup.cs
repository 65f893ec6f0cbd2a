namespace VoiceAgent.Resources.Objects;

/// <summary>The API group of VoiceAgent: its name, its kinds and the keys that it puts on objects.</summary>
public static class VoiceAgentGroup
{
    /// <summary>The API group.</summary>
    public const string Group = "voiceagent.dev";

    /// <summary>The one version.</summary>
    public const string Version = "v1alpha1";

    /// <summary>Group and version as <c>apiVersion</c> holds them.</summary>
    public const string ApiVersion = Group + "/" + Version;

    /// <summary>The category under which <c>kubectl get voice</c> lists all kinds.</summary>
    public const string Category = "voice";
}

/// <summary>Labels that the operator puts on what it creates.</summary>
public static class Labels
{
    /// <summary>The tenant that an object belongs to.</summary>
    public const string Tenant = VoiceAgentGroup.Group + "/tenant";

    /// <summary>The agent that an object belongs to.</summary>
    public const string Agent = VoiceAgentGroup.Group + "/agent";

    /// <summary>The knowledge base that an object belongs to.</summary>
    public const string KnowledgeBase = VoiceAgentGroup.Group + "/knowledge-base";

    /// <summary>The revision of the agent that an object holds.</summary>
    public const string Revision = VoiceAgentGroup.Group + "/revision";
}

/// <summary>Annotations that steer the operator or record what it did.</summary>
public static class Annotations
{
    /// <summary><see cref="Paused"/> stops reconciling of the object.</summary>
    public const string Reconcile = VoiceAgentGroup.Group + "/reconcile";

    /// <summary>The value of <see cref="Reconcile"/> that pauses.</summary>
    public const string Paused = "Paused";

    /// <summary>A time (RFC 3339); a new value asks for a reconcile now.</summary>
    public const string ReconcileAt = VoiceAgentGroup.Group + "/reconcile-at";

    /// <summary>"true" lets a deletion go on although its clean-up cannot be done.</summary>
    public const string DeletionEscape = VoiceAgentGroup.Group + "/deletion-escape";

    /// <summary>Hash of the configuration that a pod was started with.</summary>
    public const string ConfigHash = VoiceAgentGroup.Group + "/config-hash";

    /// <summary>Hash of what was last applied, to tell a no-op.</summary>
    public const string AppliedHash = VoiceAgentGroup.Group + "/applied-hash";
}

/// <summary>Finalizers of the group.</summary>
public static class Finalizers
{
    /// <summary>Removes what a tenant owns outside its namespace.</summary>
    public const string TenantCleanup = VoiceAgentGroup.Group + "/tenant-cleanup";

    /// <summary>Removes the vector collection of a knowledge base.</summary>
    public const string CollectionCleanup = VoiceAgentGroup.Group + "/collection-cleanup";
}

/// <summary>Names under which parts of the product own fields in server-side apply.</summary>
public static class FieldManagers
{
    /// <summary>The operator's tenant controller.</summary>
    public const string Tenant = "voice-operator-tenant";

    /// <summary>The operator's agent controller.</summary>
    public const string Agent = "voice-operator-agent";

    /// <summary>The operator's knowledge base controller.</summary>
    public const string KnowledgeBase = "voice-operator-kb";

    /// <summary>The operator's status writer.</summary>
    public const string Status = "voice-operator-status";

    /// <summary>Edits made in the portal.</summary>
    public const string Portal = "portal";
}
