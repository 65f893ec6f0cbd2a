using System.Net.WebSockets;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Session;

namespace VoiceAgent.Runtime.Realtime.Connection;

/// <summary>Ends a socket politely. Whoever is gone already is not told, and that is no failure.</summary>
internal sealed class Farewell(WebSocket socket, SendDeadline deadline)
{
    /// <summary>Whether an exception only means that the other side is gone.</summary>
    public static bool IsLoss(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException;

    /// <summary>Sends the last event and closes.</summary>
    public async Task SayAsync(EventWriter events, SessionClosing closing)
    {
        await TryAsync(() => socket.SendAsync(events[0], WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask());
        await CloseAsync(closing);
    }

    /// <summary>Sends this side's half of the closing handshake.</summary>
    public async Task CloseAsync(SessionClosing closing)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await TryAsync(() => socket.CloseOutputAsync(closing.Status, closing.Reason, CancellationToken.None));
        }
    }

    /// <summary>Waits for the client's half, with which the receive loop ends. One that does not come is not waited for long.</summary>
    public async Task WaitAsync(Task receiving, TimeSpan patience, TimeProvider time)
    {
        try
        {
            await receiving.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            socket.Abort();
            await receiving;
        }
    }

    private async Task TryAsync(Func<Task> send)
    {
        try
        {
            deadline.Begin();
            await send();
        }
        catch (Exception gone) when (IsLoss(gone))
        {
            // Nobody is left to say goodbye to.
        }
        finally
        {
            deadline.End();
        }
    }
}
