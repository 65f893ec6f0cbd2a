using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Logging;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Apply;

namespace VoiceAgent.Kubernetes.Events;

/// <summary>Writes events and series to the API server, one at a time. Owned by the recorder's loop.</summary>
internal sealed partial class EventWriter
{
    private const int LongestNote = 1024;
    private static readonly ResourceKind Kind = ResourceKind.Of<Eventsv1Event>();

    private readonly ApiClient _client;
    private readonly EventSource _source;
    private readonly EventMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SpamFilter _spam;
    private readonly Dictionary<EventKey, EventSeries> _series = [];
    private long _lastSuffix;

    internal EventWriter(ApiClient client, EventSource source, EventMetrics metrics, TimeProvider time, ILogger logger)
    {
        _client = client;
        _source = source;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _spam = new SpamFilter(time);
    }

    internal async Task WriteAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (_series.TryGetValue(recorded.Key, out var series) && !series.IsOver(recorded.At))
        {
            series.Again(recorded.At);
            _metrics.Written("series");
            if (series.IsDue(recorded.At))
            {
                await PatchAsync(recorded.Key, series, cancellationToken);
            }

            return;
        }

        if (!_spam.Allows(recorded.Key.Regarding!))
        {
            _metrics.Dropped("spam");
            return;
        }

        await CreateAsync(recorded, cancellationToken);
    }

    /// <summary>Writes the counts that are due, and forgets the series that are over.</summary>
    internal async Task FlushAsync(bool finishAll, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        foreach (var (key, series) in _series.ToList())
        {
            if (series.IsDue(now) || (finishAll && series.IsUnwritten))
            {
                await PatchAsync(key, series, cancellationToken);
            }

            if (series.IsOver(now))
            {
                _series.Remove(key);
            }
        }
    }

    private async Task CreateAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        var namespaceName = recorded.Regarding.NamespaceProperty ?? "default";
        var name = Name(recorded.Regarding.Name, recorded.At);
        var created = new Eventsv1Event
        {
            ApiVersion = Kind.ApiVersion,
            Kind = Kind.Kind,
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName },
            EventTime = MicroTime.Of(recorded.At),
            ReportingController = _source.Controller,
            ReportingInstance = _source.Instance,
            Type = recorded.Key.Type.ToString(),
            Reason = recorded.Key.Reason,
            Action = recorded.Key.Action,
            Note = recorded.Note.Length > LongestNote ? recorded.Note[..LongestNote] : recorded.Note,
            Regarding = recorded.Regarding,
            Related = recorded.Related,
        };
        if (await TryAsync(() => _client.CreateAsync(Kind, created, new WriteOptions { Repeatable = true }, cancellationToken)))
        {
            _series[recorded.Key] = new EventSeries(namespaceName, name, recorded.At);
            _metrics.Written("created");
        }
    }

    private async Task PatchAsync(EventKey key, EventSeries series, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["series"] = new JsonObject
            {
                ["count"] = series.Count,
                ["lastObservedTime"] = MicroTime.Of(series.Last).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            },
        };
        var target = new ObjectKey(series.Namespace, series.Name);
        var body = CanonicalJson.Bytes(patch);
        if (await TryAsync(() => _client.PatchAsync<Eventsv1Event>(Kind, target, PatchKind.Merge, body, new WriteOptions { Repeatable = true }, cancellationToken)))
        {
            series.Written(_time.GetUtcNow());
        }
        else
        {
            // The event expired on the server (one hour by default): the next report begins a new one.
            _series.Remove(key);
        }
    }

    // An event that cannot be written is not worth holding up the others: the handler below has already retried what is worth retrying.
    private async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (ApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
        {
            // A name is taken only when an earlier try arrived although its answer did not.
            return true;
        }
        catch (Exception exception) when (exception is ApiException or HttpRequestException or TimeoutException or IOException or InvalidOperationException)
        {
            _metrics.Dropped("refused");
            LogRefused(_logger, exception);
            return false;
        }
    }

    private string Name(string regarding, DateTimeOffset at)
    {
        // Two reports in the same tick must not share a name: the second would be taken for a repeat of the first.
        _lastSuffix = Math.Max((at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100, _lastSuffix + 1);

        // Object names may have 253 characters and this suffix needs 17.
        var stem = regarding.Length > 235 ? regarding[..235].TrimEnd('.', '-') : regarding;
        return $"{stem}.{_lastSuffix:x}";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event could not be written and is dropped")]
    private static partial void LogRefused(ILogger logger, Exception exception);
}

/// <summary>Who reports: the product, and this process of it.</summary>
internal sealed record EventSource(string Controller, string Instance);
