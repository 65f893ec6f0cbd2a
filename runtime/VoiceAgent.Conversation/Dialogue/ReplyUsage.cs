namespace VoiceAgent.Conversation.Dialogue;

/// <summary>What a reply cost in units that providers bill.</summary>
public sealed record ReplyUsage(long InputTokens, long OutputTokens, int SpokenCharacters)
{
    /// <summary>Nothing spent.</summary>
    public static readonly ReplyUsage None = new(0, 0, 0);
}
