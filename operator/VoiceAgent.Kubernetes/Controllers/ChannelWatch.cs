using System.Threading.Channels;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Queueing;

namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>Keys that come from outside the cluster, e.g. a webhook or a database.</summary>
internal sealed class ChannelWatch(ChannelReader<ObjectKey> keys) : IControllerWatch
{
    public IDisposable Start(WorkQueue<ObjectKey> queue)
    {
        var stopping = new CancellationTokenSource();
        _ = PumpAsync(queue, stopping.Token);
        return new Pump(stopping);
    }

    public IEnumerable<ObjectKey> ResyncKeys() => [];

    private async Task PumpAsync(WorkQueue<ObjectKey> queue, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var key in keys.ReadAllAsync(cancellationToken))
            {
                queue.Add(key);
            }
        }
        catch (OperationCanceledException)
        {
            // The controller stops.
        }
    }

    private sealed class Pump(CancellationTokenSource stopping) : IDisposable
    {
        public void Dispose()
        {
            stopping.Cancel();
            stopping.Dispose();
        }
    }
}
