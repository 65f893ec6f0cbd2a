namespace VoiceAgent.Conversation.Dialogue;

/// <summary>How long the dialogue is waited for.</summary>
public sealed record DialogueDeadlines
{
    /// <summary>From asking the model to its first token.</summary>
    public TimeSpan FirstToken { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Retrieval; the reply goes on without knowledge when it is missed.</summary>
    public TimeSpan Knowledge { get; init; } = TimeSpan.FromSeconds(2);
}
