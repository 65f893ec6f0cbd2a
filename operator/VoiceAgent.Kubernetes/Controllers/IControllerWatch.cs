using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Queueing;

namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>One source of keys.</summary>
internal interface IControllerWatch
{
    /// <summary>Begins to fill the queue, with what exists first; disposing ends it.</summary>
    IDisposable Start(WorkQueue<ObjectKey> queue);

    /// <summary>The keys of everything this source knows, when it is the controller's primary kind; else none.</summary>
    IEnumerable<ObjectKey> ResyncKeys();
}
