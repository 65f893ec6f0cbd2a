namespace VoiceAgent.Kubernetes.Queueing;

/// <summary>Which keys go first.</summary>
public enum QueuePriority
{
    /// <summary>Something happened just now.</summary>
    Live = 0,

    /// <summary>Everything that existed at the start, and the periodic resync: it must not delay what a user just changed.</summary>
    Background = -100,
}
