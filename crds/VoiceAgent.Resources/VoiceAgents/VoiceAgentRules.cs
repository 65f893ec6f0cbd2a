using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>What an agent's structure alone cannot say.</summary>
internal static class VoiceAgentRules
{
    public static IReadOnlyList<ResourceRule<VoiceAgentResource>> All { get; } = [];
}
