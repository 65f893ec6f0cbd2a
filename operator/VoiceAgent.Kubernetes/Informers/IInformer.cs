using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>An informer without its type: to run it, to wait for it, to judge its health.</summary>
internal interface IInformer
{
    ResourceKind Kind { get; }

    Selection Selection { get; }

    bool HasSynced { get; }

    Task Synced { get; }

    WatchPulse Pulse { get; }

    Task RunAsync(CancellationToken cancellationToken);
}
