namespace VoiceAgent.Kubernetes.Api;

/// <summary>Asked before every write. A process that may have lost the lead must not write any more, however it came by its reconcile.</summary>
public interface IWriteGate
{
    /// <summary>Returns when writing is allowed.</summary>
    /// <exception cref="InvalidOperationException">Writing is not allowed; the message says why.</exception>
    void ThrowIfClosed();
}
