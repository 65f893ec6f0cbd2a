namespace VoiceAgent.Conversation;

/// <summary>What a provider bills for one utterance or one sentence. What it does not count is null.</summary>
public sealed record ProviderUsage
{
    /// <summary>Audio that was heard or made.</summary>
    public TimeSpan? Audio { get; init; }

    /// <summary>Characters of text that were spoken.</summary>
    public long? Characters { get; init; }

    /// <summary>Tokens of what was sent.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens of what came back.</summary>
    public long? OutputTokens { get; init; }
}
