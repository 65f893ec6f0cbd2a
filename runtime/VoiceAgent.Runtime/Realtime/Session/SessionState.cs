using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;

namespace VoiceAgent.Runtime.Realtime.Session;

/// <summary>What all handlers of one session share. Belongs to the session's task.</summary>
internal sealed class SessionState(string callId, AgentSnapshot agent, SessionSettings settings, bool wantsExtras)
{
    public string Id { get; } = Ids.Session();

    public string ConversationId { get; } = Ids.Conversation();

    public string CallId { get; } = callId;

    public AgentSnapshot Agent { get; } = agent;

    public SessionSettings Settings { get; set; } = settings;

    public ItemLog Items { get; } = new();

    /// <summary>The client asked for <c>voiceagent.*</c> events.</summary>
    public bool WantsExtras { get; } = wantsExtras;

    /// <summary>The latest failure of a stage, for the status of the response that it ends.</summary>
    public StageFailed? LastFailure { get; set; }
}
