using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Kubernetes.Tests.StandIn;

/// <summary>The open watches, and the ways in which they can go wrong.</summary>
public sealed class WatchHub(Storage storage)
{
    private readonly ConcurrentDictionary<Guid, Channel<string?>> _open = [];
    private int _opened;

    public int Open => _open.Count;

    public int Opened => _opened;

    /// <summary>The resource version that the latest watch began from.</summary>
    public long LastFrom { get; private set; }

    /// <summary>The resource version of the latest bookmark that was sent.</summary>
    public long LastBookmark { get; private set; }

    /// <summary>Send a bookmark this often; null never does.</summary>
    public TimeSpan? BookmarkPeriod { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Watches stay open and say nothing any more, not even at their agreed end.</summary>
    public bool Frozen { get; set; }

    /// <summary>New watches end at once, without a line.</summary>
    public bool CloseAtOnce { get; set; }

    /// <summary>The server ends every watch in an orderly way.</summary>
    public void CloseAll() => ForEach(channel => channel.Writer.TryComplete());

    /// <summary>The connection of every watch is cut.</summary>
    public void AbortAll() => ForEach(channel => channel.Writer.TryComplete(new IOException("cut")));

    /// <summary>Every watch gets an ERROR line and ends.</summary>
    public void Fail(int code, string reason) => ForEach(channel =>
    {
        channel.Writer.TryWrite(Line("ERROR", Answers.Status(code, reason)));
        channel.Writer.TryComplete();
    });

    /// <summary>Every watch gets this text as it is.</summary>
    public void Send(string text) => ForEach(channel => channel.Writer.TryWrite(text));

    internal async Task ServeAsync(
        HttpContext context, Target target, long from, TimeSpan timeout, Func<JsonObject, bool> selected, Func<JsonObject, JsonObject>? form)
    {
        LastFrom = from;
        Interlocked.Increment(ref _opened);
        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (CloseAtOnce)
        {
            return;
        }

        var channel = Channel.CreateUnbounded<string?>();
        void OnChange(Change change) => Pass(channel, target, change, selected, form);
        if (!storage.Follow(from, OnChange))
        {
            await context.Response.WriteAsync(Line("ERROR", Answers.Status(410, "Expired", "too old resource version")), context.RequestAborted);
            return;
        }

        var id = Guid.NewGuid();
        _open[id] = channel;
        try
        {
            using var end = new CancellationTokenSource(timeout, TimeProvider.System);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(end.Token, context.RequestAborted);
            await PumpAsync(context, channel, target, linked.Token);
        }
        finally
        {
            _open.TryRemove(id, out _);
            storage.Unfollow(OnChange);
        }
    }

    private async Task PumpAsync(HttpContext context, Channel<string?> channel, Target target, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var tick = new CancellationTokenSource(BookmarkPeriod ?? Timeout.InfiniteTimeSpan, TimeProvider.System);
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tick.Token);
                string? line;
                try
                {
                    line = await channel.Reader.ReadAsync(linked.Token);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    line = Bookmark(target);
                }

                while (Frozen)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
                }

                await context.Response.WriteAsync(line!, cancellationToken);
                await context.Response.Body.FlushAsync(cancellationToken);
                LastBookmark = line!.StartsWith("{\"type\":\"BOOKMARK\"", StringComparison.Ordinal) ? storage.Version : LastBookmark;
            }
        }
        catch (ChannelClosedException exception) when (exception.InnerException is IOException)
        {
            context.Abort();
        }
        catch (ChannelClosedException)
        {
            // Ended in an orderly way.
        }
        catch (OperationCanceledException)
        {
            while (Frozen && !context.RequestAborted.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static void Pass(Channel<string?> channel, Target target, Change change, Func<JsonObject, bool> selected, Func<JsonObject, JsonObject>? form)
    {
        if (change.Group == target.Group && change.Plural == target.Plural && selected(change.Object) &&
            (target.Namespace is null || (string?)change.Object["metadata"]!["namespace"] == target.Namespace))
        {
            channel.Writer.TryWrite(Line(change.Type, form is null ? change.Object : form(change.Object)));
        }
    }

    private string Bookmark(Target target) => Line("BOOKMARK", new JsonObject
    {
        ["apiVersion"] = target.Group.Length == 0 ? target.Version : $"{target.Group}/{target.Version}",
        ["kind"] = "Bookmark",
        ["metadata"] = new JsonObject { ["resourceVersion"] = storage.Version.ToString(CultureInfo.InvariantCulture) },
    });

    private static string Line(string type, JsonObject obj) =>
        new JsonObject { ["type"] = type, ["object"] = obj.DeepClone() }.ToJsonString() + "\n";

    private void ForEach(Action<Channel<string?>> action)
    {
        foreach (var channel in _open.Values)
        {
            action(channel);
        }
    }
}
