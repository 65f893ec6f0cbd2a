using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Resources.VoiceAgents;

/// <summary>An agent that talks with callers: its behaviour alone; where it runs is the tenant's matter.</summary>
public sealed record VoiceAgentResource : CustomResource<VoiceAgentSpec, VoiceAgentStatus>
{
    /// <summary>The kind, as YAML names it.</summary>
    public const string KindName = "VoiceAgent";

    /// <inheritdoc/>
    public override string Kind => KindName;
}
