using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VoiceAgent.Kubernetes.Tests.StandIn;

/// <summary>
/// An API server on loopback that misbehaves on request: for faults that a real one cannot be made to show. Real sockets, real HTTP; the rules of
/// the API only as far as the faults need them.
/// </summary>
public sealed class StandInApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConnectionCount _connections;
    private readonly ConcurrentQueue<Target> _requests = new();
    private readonly ConcurrentBag<FaultRule> _rules = [];
    private readonly StandInReads _reads;
    private readonly StandInWrites _writes;

    private StandInApiServer(WebApplication app, ConnectionCount connections)
    {
        _app = app;
        _connections = connections;
        Watches = new WatchHub(Storage);
        _reads = new StandInReads(Storage, Watches);
        _writes = new StandInWrites(Storage);
    }

    public Storage Storage { get; } = new();

    public WatchHub Watches { get; }

    public Uri Url { get; private set; } = null!;

    /// <summary>Every request that arrived, in order.</summary>
    public IReadOnlyCollection<Target> Requests => _requests;

    /// <summary>Writes that arrived, whether or not they changed anything.</summary>
    public int WriteRequests => _requests.Count(request => request.IsWrite);

    /// <summary>Writes that changed something.</summary>
    public int Writes => _writes.Changes;

    /// <summary>Connections that were ever made.</summary>
    public int Connections => _connections.Total;

    public int OpenConnections => _connections.Open;

    /// <summary>LISTs served in pages of a snapshot that is compacted away between two pages, this many times.</summary>
    public int ExpireContinues
    {
        set => _reads.ExpireContinues = value;
    }

    public KubernetesClientConfiguration Configuration => new() { Host = Url.ToString() };

    public static async Task<StandInApiServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var connections = new ConnectionCount();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(connections.CountAsync)));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        var server = new StandInApiServer(builder.Build(), connections);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Url = new Uri(addresses.Addresses.First());
        return server;
    }

    /// <summary>Lets the next matching requests meet a fault.</summary>
    public FaultRule Break(Func<Target, bool> matches, Fault fault, int times = 1)
    {
        var rule = new FaultRule(matches, fault, times);
        _rules.Add(rule);
        return rule;
    }

    public int Count(Func<Target, bool> matches) => _requests.Count(matches);

    public async ValueTask DisposeAsync()
    {
        Watches.AbortAll();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!Target.TryParse(context.Request, out var target))
        {
            await Answers.StatusAsync(context, 404, "NotFound", "no such path");
            return;
        }

        _requests.Enqueue(target);
        var fault = _rules.Select(rule => rule.Strike(target)).FirstOrDefault(struck => struck is not null);
        if (fault is not null && await FailAsync(context, fault))
        {
            return;
        }

        if (!target.IsWrite)
        {
            await (target.Watch ? _reads.WatchAsync(context, target) : _reads.ReadAsync(context, target));
            return;
        }

        var (code, body) = await _writes.CarryOutAsync(context.Request, target);
        if (fault?.LoseAnswer == true)
        {
            context.Abort();
            return;
        }

        await Answers.JsonAsync(context, code, body);
    }

    private static async Task<bool> FailAsync(HttpContext context, Fault fault)
    {
        if (fault.LoseAnswer)
        {
            return false;
        }

        if (fault.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }

        if (fault.Abort)
        {
            context.Abort();
            return true;
        }

        if (fault.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await Answers.StatusAsync(context, fault.Code!.Value, fault.Reason, fault.Message);
        return true;
    }
}

/// <summary>Counts connections as they come and go.</summary>
internal sealed class ConnectionCount
{
    private int _total;
    private int _open;

    internal int Total => _total;

    internal int Open => _open;

    internal ConnectionDelegate CountAsync(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _total);
        Interlocked.Increment(ref _open);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };
}

internal static class Answers
{
    internal static JsonObject Status(int code, string reason, string message = "", JsonArray? causes = null) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["reason"] = reason,
        ["message"] = message,
        ["code"] = code,
        ["details"] = causes is null ? null : new JsonObject { ["causes"] = causes },
    };

    internal static Task StatusAsync(HttpContext context, int code, string reason, string message = "") =>
        JsonAsync(context, code, Status(code, reason, message));

    internal static async Task JsonAsync(HttpContext context, int code, JsonObject body)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
