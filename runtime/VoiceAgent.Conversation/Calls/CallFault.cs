namespace VoiceAgent.Conversation.Calls;

/// <summary>What a failure looks like in the record of a call.</summary>
internal static class CallFault
{
    /// <summary>Only a <see cref="ProviderException"/> has a text that is safe to keep; of any other exception the kind must do.</summary>
    public static StageFailed Of(TimeSpan at, CallStage stage, Exception? exception) => exception switch
    {
        ProviderException fault => new StageFailed(at, fault.Stage, fault.Owner, fault.Provider, fault.Message),
        _ => new StageFailed(at, stage, FaultOwner.Ours, "", exception?.GetType().Name ?? "unknown"),
    };
}
