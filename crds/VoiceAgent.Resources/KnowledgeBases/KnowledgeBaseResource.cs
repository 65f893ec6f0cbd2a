using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.KnowledgeBases;

/// <summary>Documents that agents answer from, and how they are indexed.</summary>
public sealed record KnowledgeBaseResource : CustomResource<KnowledgeBaseSpec, KnowledgeBaseStatus>
{
    /// <summary>The kind, as YAML names it.</summary>
    public const string KindName = "KnowledgeBase";

    /// <inheritdoc/>
    public override string Kind => KindName;
}
