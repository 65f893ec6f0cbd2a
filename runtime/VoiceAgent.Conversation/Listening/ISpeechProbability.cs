namespace VoiceAgent.Conversation.Listening;

/// <summary>Says how likely each window of one call's audio is speech.</summary>
internal interface ISpeechProbability
{
    /// <summary>Probability, 0 to 1, that the next 32 ms window holds speech.</summary>
    float Next(ReadOnlySpan<short> window);

    /// <summary>Passes over a window that is too quiet to be speech, and forgets what was before it.</summary>
    void Skip(ReadOnlySpan<short> window);
}
