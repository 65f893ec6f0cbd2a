using System.Threading.Channels;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Events;

/// <summary>Whether an event reports the ordinary or calls for attention.</summary>
public enum EventType
{
    /// <summary>The ordinary.</summary>
    Normal,

    /// <summary>Something that calls for attention.</summary>
    Warning,
}

/// <summary>
/// Tells users what happened to an object, where <c>kubectl describe</c> shows it. Recording never waits and never fails: events that the API
/// server cannot take in time are dropped and counted. Notes are readable by everyone with access to the namespace: never put a secret, a
/// transcript, a number or a prompt into one.
/// </summary>
public sealed partial class EventRecorder
{
    // client-go's depth.
    private const int QueueDepth = 1000;

    private readonly Channel<RecordedEvent> _queue;
    private readonly EventWriter _writer;
    private readonly EventMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    internal EventRecorder(EventWriter writer, EventMetrics metrics, TimeProvider time, ILogger logger)
    {
        _writer = writer;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _queue = Channel.CreateBounded<RecordedEvent>(
            new BoundedChannelOptions(QueueDepth) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite }, _ => metrics.Dropped("queue_full"));
    }

    /// <summary>Reports that something happened to an object. The same report again within six minutes is counted, not repeated.</summary>
    /// <param name="regarding">The object, as read from the server.</param>
    /// <param name="kind">What the object is.</param>
    /// <param name="type">How serious it is.</param>
    /// <param name="reason">A CamelCase word of a closed set, at most 128 characters, e.g. <c>SecretNotFound</c>.</param>
    /// <param name="action">What the controller was doing, a CamelCase word, at most 128 characters, e.g. <c>Reconcile</c>.</param>
    /// <param name="note">A sentence that says what to do; longer than 1024 characters is cut.</param>
    /// <param name="related">Another object that it is about.</param>
    public void Record(
        IKubernetesObject<V1ObjectMeta> regarding, ResourceKind kind, EventType type, string reason, string action, string note,
        V1ObjectReference? related = null)
    {
        ArgumentNullException.ThrowIfNull(regarding);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        ArgumentException.ThrowIfNullOrEmpty(action);
        var reference = new V1ObjectReference
        {
            ApiVersion = kind.ApiVersion,
            Kind = kind.Kind,
            Name = regarding.Metadata.Name,
            NamespaceProperty = regarding.Metadata.NamespaceProperty,
            Uid = regarding.Metadata.Uid,
            ResourceVersion = regarding.Metadata.ResourceVersion,
        };
        _queue.Writer.TryWrite(new RecordedEvent(new EventKey(type, reason, action, Reference(reference), Reference(related)), reference, related, note, _time.GetUtcNow()));
    }

    /// <summary>Writes events until stopped.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var flushed = _time.GetTimestamp();
            while (true)
            {
                await WaitAsync(EventSeries.FlushPeriod - _time.GetElapsedTime(flushed), cancellationToken);
                await WriteQueuedAsync(cancellationToken);
                if (_time.GetElapsedTime(flushed) >= EventSeries.FlushPeriod)
                {
                    flushed = _time.GetTimestamp();
                    await _writer.FlushAsync(finishAll: false, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping; what is left is for FinishAsync.
        }
    }

    /// <summary>Writes what is still queued and the last counts of every series.</summary>
    internal async Task FinishAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteQueuedAsync(cancellationToken);
            await _writer.FlushAsync(finishAll: true, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogUnfinished(_logger);
        }
    }

    private async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var tick = new CancellationTokenSource(longest > TimeSpan.Zero ? longest : TimeSpan.Zero, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tick.Token);
        try
        {
            await _queue.Reader.WaitToReadAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to flush.
        }
    }

    private async Task WriteQueuedAsync(CancellationToken cancellationToken)
    {
        while (_queue.Reader.TryRead(out var recorded))
        {
            await _writer.WriteAsync(recorded, cancellationToken);
        }
    }

    private static string? Reference(V1ObjectReference? reference) => reference is null
        ? null
        : $"{reference.ApiVersion}/{reference.Kind}/{reference.NamespaceProperty}/{reference.Name}/{reference.Uid}";

    [LoggerMessage(Level = LogLevel.Information, Message = "Some events could not be written before stopping")]
    private static partial void LogUnfinished(ILogger logger);
}
