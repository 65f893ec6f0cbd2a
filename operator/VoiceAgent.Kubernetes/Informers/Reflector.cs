using System.Net;
using System.Text.Json;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Timing;

namespace VoiceAgent.Kubernetes.Informers;

/// <summary>
/// Keeps a sink equal to the server:
/// <code>
///   1. LIST  (from the server's cache at first, never older than what was seen after that)
///   2. WATCH from the list's resource version, bookmarks on, for 5–10 min
///   3. closed → 2 at once;   410 → 1;   anything else → wait, then 2
/// </code>
/// It ends only by cancellation, or by throwing what is no fault of server or network: then the process should end too.
/// </summary>
internal sealed partial class Reflector<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ResourceKind _kind;
    private readonly Selection _selection;
    private readonly IReflectorSink<T> _sink;
    private readonly WatchPulse _pulse;
    private readonly InformerServices _services;
    private readonly InformerMetrics.Cache _metrics;
    private readonly ILogger _logger;
    private readonly Backoff _backoff;

    // Where the next watch begins; null when a LIST has to come first, for the reason beside it.
    private string? _watchFrom;
    private string _listReason = "initial";

    // "0" asks for whatever the server has cached, null for the newest state; else not older than this, so that time never runs backwards
    // when the next answer comes from another, slower API server.
    private string? _listFrom = "0";

    internal Reflector(
        ResourceKind kind, Selection selection, IReflectorSink<T> sink, WatchPulse pulse, InformerMetrics.Cache metrics, InformerServices services)
    {
        _kind = kind;
        _selection = selection;
        _sink = sink;
        _pulse = pulse;
        _metrics = metrics;
        _services = services;
        _backoff = new Backoff(services.Options.Backoff, services.Time);
        _logger = services.Loggers.CreateLogger($"{typeof(Reflector<>).Namespace}.Reflector");
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            _pulse.Attempt();
            TimeSpan delay;
            try
            {
                delay = await StepAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (IsTransient(exception))
            {
                delay = Longer(_backoff.Next(), (exception as ApiException)?.RetryAfter);
                Report(exception, delay);
            }

            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, _services.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        if (_watchFrom is null)
        {
            await ListAsync(cancellationToken);
        }

        var ending = await WatchAsync(cancellationToken);
        _metrics.WatchEnded(ending.ToString().ToLowerInvariant());
        if (ending is WatchEnding.Closed)
        {
            return TimeSpan.Zero;
        }

        LogEnded(_logger, _kind, _selection.Namespace, ending);
        if (ending is WatchEnding.Expired)
        {
            _watchFrom = null;
            _listReason = "expired";
        }

        return ending is WatchEnding.Stalled ? TimeSpan.Zero : _backoff.Next();
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var items = new List<T>();
        var undecodable = new List<ObjectKey>();
        var request = new ListRequest(_selection) { Limit = _services.Options.PageSize, ResourceVersion = _listFrom };
        while (true)
        {
            ListPage<T> page;
            try
            {
                page = await _services.Client.ListPageAsync<T>(_kind, request, cancellationToken);
            }
            catch (ApiException exception) when (exception.IsGone && request.Continue is not null)
            {
                // The snapshot that the pages are cut from was compacted away while paging: begin again, in one piece.
                items.Clear();
                undecodable.Clear();
                request = new ListRequest(_selection);
                continue;
            }
            catch (ApiException exception) when (request.ResourceVersion is not null && (exception.IsGone || exception.IsResourceVersionTooLarge))
            {
                request = request with { ResourceVersion = null };
                continue;
            }

            _pulse.Contact();
            items.AddRange(page.Items);
            undecodable.AddRange(page.Undecodable);
            if (page.Continue is null)
            {
                Finish(items, undecodable, page.ResourceVersion);
                return;
            }

            request = request with { Continue = page.Continue };
        }
    }

    private void Finish(List<T> items, List<ObjectKey> undecodable, string resourceVersion)
    {
        _metrics.Listed(_listReason);
        LogListed(_logger, _kind, _selection.Namespace, items.Count, _listReason);
        _sink.Replace(items, undecodable);
        _watchFrom = resourceVersion;
        _listFrom = resourceVersion;
    }

    private async Task<WatchEnding> WatchAsync(CancellationToken cancellationToken)
    {
        var options = _services.Options;
        var timeout = Spread.Between(options.ShortestWatch, options.LongestWatch);
        var opened = _services.Time.GetTimestamp();

        // Two ways to notice a watch that is open and dead: it outlives the end that was agreed with the server, or its bookmarks stop.
        using var deadline = new CancellationTokenSource(timeout + options.WatchGrace, _services.Time);
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _services.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token, silence.Token);
        var request = new WatchRequest(_selection, _watchFrom!, timeout, options.HeaderTimeout);
        try
        {
            await using var stream = await _services.Client.WatchAsync<T>(_kind, request, linked.Token);
            _pulse.Contact();
            await FollowAsync(stream, silence, linked.Token);
        }
        catch (ApiException exception) when (exception.IsGone)
        {
            // By code, not by reason: older servers say Gone, newer ones Expired.
            return WatchEnding.Expired;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return WatchEnding.Stalled;
        }

        return _services.Time.GetElapsedTime(opened) < options.VeryShortWatch ? WatchEnding.VeryShort : WatchEnding.Closed;
    }

    private async Task FollowAsync(WatchStream<T> stream, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        var bookmarked = false;
        while (true)
        {
            WatchEvent<T>? line;
            try
            {
                line = await stream.ReadAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // A connection cut in mid-watch is an ordinary ending: load balancers do it all day. Nothing is lost, the next watch goes on.
                return;
            }

            if (line is not { } change)
            {
                return;
            }

            _pulse.Contact();
            bookmarked |= change.Type is WatchEventType.Bookmark;
            if (bookmarked)
            {
                silence.CancelAfter(_services.Options.LongestSilence);
            }

            if (change.Type is WatchEventType.Error)
            {
                throw new ApiException($"WATCH {_kind}", (HttpStatusCode)(change.Status?.Code ?? 500), change.Status, null);
            }

            Pass(change);
        }
    }

    private void Pass(WatchEvent<T> change)
    {
        var metadata = change.Metadata!;
        if (change.Type is WatchEventType.Deleted)
        {
            _sink.Remove(metadata, change.Object);
        }
        else if (change.Object is not null)
        {
            _sink.Upsert(change.Object);
        }
        else if (change.Type is not WatchEventType.Bookmark)
        {
            _sink.Unreadable(new ObjectKey(metadata.NamespaceProperty, metadata.Name));
        }

        if (!string.IsNullOrEmpty(metadata.ResourceVersion))
        {
            _watchFrom = metadata.ResourceVersion;
            _listFrom = metadata.ResourceVersion;
        }
    }

    private static TimeSpan Longer(TimeSpan delay, TimeSpan? asked) => asked is { } wait && wait > delay ? wait : delay;

    private static bool IsTransient(Exception exception) =>
        exception is ApiException or HttpRequestException or IOException or TimeoutException or JsonException or InvalidDataException
            or UnauthorizedAccessException;

    private enum WatchEnding
    {
        Closed,
        VeryShort,
        Expired,
        Stalled,
    }
}
