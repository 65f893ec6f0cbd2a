using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.KnowledgeBases;

/// <summary>What a knowledge base's structure alone cannot say.</summary>
internal static class KnowledgeBaseRules
{
    public static IReadOnlyList<ResourceRule<KnowledgeBaseResource>> All { get; } = [];
}
