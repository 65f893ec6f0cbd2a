namespace VoiceAgent.Conversation;

/// <summary>The stage of a call in which something went wrong.</summary>
public enum CallStage
{
    /// <summary>The socket or line to the caller.</summary>
    Media,

    /// <summary>Voice activity detection.</summary>
    Listening,

    /// <summary>Speech to text.</summary>
    Transcription,

    /// <summary>Prompt, knowledge, model.</summary>
    Dialogue,

    /// <summary>Tools the model asked for.</summary>
    Tools,

    /// <summary>Text to speech.</summary>
    Speech,

    /// <summary>Sending what was spoken.</summary>
    Playout,
}

/// <summary>Whose fault a failure is. Decides about retry, failover, metrics and billing.</summary>
public enum FaultOwner
{
    /// <summary>The caller or the client program.</summary>
    Caller,

    /// <summary>The tenant's configuration: wrong key, unknown voice, spent quota.</summary>
    Configuration,

    /// <summary>The vendor.</summary>
    Provider,

    /// <summary>This program.</summary>
    Ours,
}

/// <summary>A provider did not do what was asked. The message names no transcript, prompt or key.</summary>
public sealed class ProviderException : Exception
{
    /// <summary>Says which provider failed in which stage, whose fault it is, and whether asking again can help.</summary>
    public ProviderException(string provider, CallStage stage, FaultOwner owner, string message, bool retryable = false, Exception? cause = null)
        : base(message, cause)
    {
        Provider = provider;
        Stage = stage;
        Owner = owner;
        Retryable = retryable;
    }

    /// <summary>The provider's name as the tenant gave it.</summary>
    public string Provider { get; }

    /// <summary>The stage that was served.</summary>
    public CallStage Stage { get; }

    /// <summary>Whose fault it is.</summary>
    public FaultOwner Owner { get; }

    /// <summary>Whether the same request may succeed when sent again.</summary>
    public bool Retryable { get; }

    /// <summary>How long the provider asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
