namespace VoiceAgent.Conversation;

/// <summary>Learns which provider serves a call, and when another takes over. Called on any thread; must return at once.</summary>
public interface IProviderObserver
{
    /// <summary>A provider served a turn.</summary>
    void Served(CallStage stage, string provider);

    /// <summary>A provider failed before anything of it was heard, and the next one is asked.</summary>
    void FailedOver(ProviderException fault, string next);
}
