using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace VoiceAgent.Testing.Vendors;

/// <summary>A vendor on loopback: a real server that holds clients to the vendor's published description, and fails on request.</summary>
public abstract class VendorServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<ScriptedFault> _faults = new();
    private readonly ConcurrentQueue<ScriptedFault> _connectFaults = new();
    private WebApplication? _app;
    private Gate _release = new();
    private int _connections;
    private int _requests;
    private int _works;

    /// <summary>The server's root.</summary>
    public Uri Root { get; private set; } = new("http://127.0.0.1");

    /// <summary>The one key that is accepted.</summary>
    public string Key { get; set; } = "key-of-the-test";

    /// <summary>TCP connections that are open.</summary>
    public int OpenConnections => Volatile.Read(ref _connections);

    /// <summary>Requests and sockets that are being served.</summary>
    public int OpenRequests => Volatile.Read(ref _requests);

    /// <summary>Pieces of work asked for: requests, utterances, sentences.</summary>
    public int Works => Volatile.Read(ref _works);

    /// <summary>Everything that a client did wrong, in words.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Opens when a scripted fault begins.</summary>
    public Gate Faulted { get; private set; } = new();

    /// <summary>Opens when a client calls off work that was under way.</summary>
    public Gate CalledOff { get; private set; } = new();

    /// <summary>Faults for the next pieces of work, one each.</summary>
    public void Script(params ScriptedFault[] faults) => Add(_faults, faults);

    /// <summary>Faults for the next sockets that are opened, one each.</summary>
    public void ScriptConnections(params ScriptedFault[] faults) => Add(_connectFaults, faults);

    /// <summary>Lets work go on that a fault held.</summary>
    public void Release() => _release.Open();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(next => connection => CountAsync(next, connection)));
        });
        _app = builder.Build();
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        _app.Use(ServeAsync);
        _app.UseRouting();
        Map(_app);
        await _app.StartAsync();
        Root = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        if (_app is not null)
        {
            using var atOnce = new CancellationTokenSource();
            await atOnce.CancelAsync();
            await _app.StopAsync(atOnce.Token);
            await _app.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected abstract void Map(WebApplication app);

    /// <summary>The vendor's shape for a refusal.</summary>
    internal abstract VendorRefusal Refuse(int status, string code, string complaint, string? field = null);

    /// <summary>A piece of work begins: its fault, if one is due.</summary>
    internal ScriptedFault? Begin()
    {
        Interlocked.Increment(ref _works);
        return Take(_faults);
    }

    /// <summary>A socket is being opened: its fault, if one is due.</summary>
    private ScriptedFault? BeginConnection() => Take(_connectFaults);

    /// <summary>Waits until the test lets go, or the client gives up.</summary>
    internal Task HeldAsync(CancellationToken cancellationToken) => _release.OpenedAsync(cancellationToken);

    /// <summary>Opens a socket, unless a fault is due for it.</summary>
    internal async Task<VendorWire?> OpenAsync(HttpContext context)
    {
        var fault = BeginConnection();
        if (fault?.Kind is not FaultKind.NeverAnswers && !await BeforeAsync(fault, context))
        {
            return null;
        }

        var wire = new VendorWire(await context.WebSockets.AcceptWebSocketAsync(), context);
        if (fault is not null)
        {
            // It stands, and nobody is at the other end.
            await BeforeAsync(fault, context);
        }

        return wire;
    }

    /// <summary>Does what faults do before the first piece. True when the answer goes on.</summary>
    internal async Task<bool> BeforeAsync(ScriptedFault? fault, HttpContext context)
    {
        switch (fault?.Kind)
        {
            case FaultKind.NeverAnswers:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                return false;
            case FaultKind.SlowFirstByte:
                await HeldAsync(context.RequestAborted);
                return true;
            case FaultKind.DiesAtOnce:
                context.Abort();
                return false;
            case FaultKind.Refuses:
                var refusal = Refuse(fault.Status, fault.Code, "scripted");
                refusal.RetryAfter = fault.RetryAfter;
                refusal.Scripted = true;
                throw refusal;
            default:
                return true;
        }
    }

    /// <summary>Does what faults do after the first piece. True when the answer goes on.</summary>
    internal async Task<bool> AfterFirstAsync(ScriptedFault? fault, HttpContext context)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Holds:
                await HeldAsync(context.RequestAborted);
                return true;
            case FaultKind.DiesMidStream:
                // An abort may overtake what was written just before it.
                await HeldAsync(context.RequestAborted);
                context.Abort();
                return false;
            case FaultKind.BreaksOff:
                return false;
            default:
                return true;
        }
    }

    /// <summary>A client did something wrong.</summary>
    internal void Note(VendorRefusal refusal)
    {
        if (!refusal.Scripted)
        {
            Complaints.Enqueue(refusal.Message);
        }
    }

    private ScriptedFault? Take(ConcurrentQueue<ScriptedFault> faults)
    {
        if (!faults.TryDequeue(out var fault))
        {
            return null;
        }

        Faulted.Open();
        return fault;
    }

    private void Add(ConcurrentQueue<ScriptedFault> queue, ScriptedFault[] faults)
    {
        (Faulted, CalledOff, _release) = (new(), new(), new());
        foreach (var fault in faults)
        {
            queue.Enqueue(fault);
        }
    }

    private async Task CountAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _requests);
        try
        {
            await next(context);
        }
        catch (VendorRefusal refusal)
        {
            Note(refusal);
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = refusal.Status;
                context.Response.Headers.RetryAfter = refusal.RetryAfter?.ToString(CultureInfo.InvariantCulture);
                context.Response.ContentType = "application/json; charset=utf-8";
                foreach (var (name, value) in refusal.Headers)
                {
                    context.Response.Headers[name] = value;
                }

                await context.Response.WriteAsync(refusal.Body.ToJsonString());
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException)
        {
            CalledOff.Open();
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }
}
