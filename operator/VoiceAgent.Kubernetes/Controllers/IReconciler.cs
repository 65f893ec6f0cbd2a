using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>
/// Brings the world to what one object asks for. It is told which object needs a look, never what happened: it reads everything anew and is
/// right to run again at any time. The runtime never calls it for the same key twice at once.
/// </summary>
public interface IReconciler
{
    /// <summary>Looks at one object and does what is missing. An object that is gone is not an error.</summary>
    /// <param name="key">Which object.</param>
    /// <param name="cancellationToken">Cancelled at the reconcile timeout, on shutdown, and at once when the lead is lost.</param>
    /// <returns>Whether to come again without being asked.</returns>
    /// <exception cref="TerminalException">Trying again is pointless until the object changes.</exception>
    Task<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken);
}
