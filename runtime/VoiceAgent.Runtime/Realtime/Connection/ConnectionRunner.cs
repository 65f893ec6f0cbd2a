using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Handshake;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Session;

namespace VoiceAgent.Runtime.Realtime.Connection;

/// <summary>What a client that may come in asked for.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="Agent">Whom it calls.</param>
/// <param name="Settings">What its session begins with.</param>
/// <param name="WantsExtras">It asked for <c>voiceagent.*</c> events.</param>
internal sealed record SessionOrder(RealtimeCaller Caller, string Agent, SessionSettings Settings, bool WantsExtras);

/// <summary>
/// Runs one upgraded socket from its first event to its last. One instance serves all sockets and counts them.
/// Order of the end: the session stops writing, the call is hung up, the socket is closed, the client's half of the close is awaited,
/// the call and its record are finished.
/// </summary>
internal sealed partial class ConnectionRunner(IRealtimeCalls calls, IOptions<RealtimeOptions> options, TimeProvider time, ILogger<ConnectionRunner> logger)
{
    private static readonly SessionClosing Beta = new((WebSocketCloseStatus)4000, "beta_api_shape_disabled");

    private readonly RealtimeOptions _options = options.Value;
    private readonly ConnectionBounds _bounds = new(options.Value, new ReceiveMemory(options.Value.MaxReceiveBytes), time);
    private int _open;

    /// <summary>Takes one of the connections that may be open at once. <see cref="Leave"/> must follow if it did.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= _options.MaxConnections)
        {
            return true;
        }

        Interlocked.Decrement(ref _open);
        return false;
    }

    /// <summary>Gives the connection back.</summary>
    public void Leave() => Interlocked.Decrement(ref _open);

    /// <summary>Tells a client of the withdrawn beta shape why it is not served.</summary>
    public async Task RefuseBetaAsync(WebSocket socket)
    {
        using var deadline = new SendDeadline(socket, _options.SendTimeout, time);
        using var events = new EventWriter();
        events.Error(
            new ProtocolError(Beta.Reason, "The beta shape of the Realtime API is not served. Leave out the header 'OpenAI-Beta: realtime=v1' and speak the GA shape."),
            causedBy: null);
        await new Farewell(socket, deadline).SayAsync(events, Beta);
    }

    /// <summary>Serves the socket until the call is over or the client is gone.</summary>
    public async Task RunAsync(WebSocket socket, SessionOrder order)
    {
        using var deadline = new SendDeadline(socket, _options.SendTimeout, time);
        using var events = new EventWriter();
        using var inbox = new Inbox(_options.MaxWaiting);
        if (await StartAsync(socket, order, inbox, events, deadline) is not { } started)
        {
            return;
        }

        LogOpened(started.Id, started.Agent.Name);
        var state = new SessionState(started.Id, started.Agent, order.Settings, order.WantsExtras);
        using var lines = new ConnectionLines(socket, started.Call, inbox, state, _bounds);
        var receiving = ReceiveAsync(lines.Receiving, inbox, started.Id);
        var closing = await AnswerAsync(lines.Answering(events, deadline), inbox, started.Id);
        inbox.Close(closing);
        started.Call.HangUp(closing.Ending);
        var farewell = new Farewell(socket, deadline);
        await farewell.CloseAsync(closing);
        await farewell.WaitAsync(receiving, _options.CloseTimeout, time);
        var ending = await started.Call.Completion;
        await started.Finished;
        LogClosed(started.Id, (int)closing.Status, closing.Reason, ending);
    }

    private async Task<StartedCall?> StartAsync(WebSocket socket, SessionOrder order, Inbox inbox, EventWriter events, SendDeadline deadline)
    {
        try
        {
            return await calls.StartAsync(order.Caller, order.Agent, inbox, inbox, CancellationToken.None);
        }
        catch (ProviderException failure)
        {
            LogNotStarted(order.Agent, failure.Stage, failure.Provider, failure.Owner);
            events.Error(
                ProtocolError.OurFault("provider_unavailable", $"The call could not start: {Extras.Word(failure.Stage.ToString())} ({failure.Provider}) - {failure.Message}"),
                causedBy: null);
            await new Farewell(socket, deadline).SayAsync(events, SessionClosing.After(CallEnding.Failed));
            return null;
        }
        catch (RefusedCallException refused)
        {
            events.Error(ProtocolError.OurFault(refused.Refusal.Code, refused.Refusal.Message), causedBy: null);
            await new Farewell(socket, deadline).SayAsync(events, SessionClosing.NotTaken);
            return null;
        }
    }

    private async Task ReceiveAsync(ReceiveLoop loop, Inbox inbox, string callId)
    {
        try
        {
            await loop.RunAsync();
        }
        catch (Exception lost) when (Farewell.IsLoss(lost))
        {
            inbox.Close(SessionClosing.ClientLeft);
        }
        catch (Exception broken)
        {
            LogBroken(broken, callId);
            inbox.Close(SessionClosing.OurFault);
        }
    }

    private async Task<SessionClosing> AnswerAsync(SessionLoop loop, Inbox inbox, string callId)
    {
        try
        {
            return await loop.RunAsync();
        }
        catch (Exception lost) when (Farewell.IsLoss(lost))
        {
            return inbox.Closing ?? SessionClosing.ClientLeft;
        }
        catch (Exception broken)
        {
            LogBroken(broken, callId);
            return SessionClosing.OurFault;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Call {CallId} with {Agent} opened")]
    private partial void LogOpened(string callId, string agent);

    [LoggerMessage(Level = LogLevel.Information, Message = "Call {CallId} closed: {Status} {Reason}; ending {Ending}")]
    private partial void LogClosed(string callId, int status, string reason, CallEnding ending);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call with {Agent} could not start: {Stage} by {Provider}, fault {Fault}")]
    private partial void LogNotStarted(string agent, CallStage stage, string provider, FaultOwner fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Call {CallId} broke")]
    private partial void LogBroken(Exception exception, string callId);
}
