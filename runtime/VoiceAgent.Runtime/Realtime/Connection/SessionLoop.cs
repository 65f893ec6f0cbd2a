using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Session;

namespace VoiceAgent.Runtime.Realtime.Connection;

/// <summary>The one task that owns a session: takes from the inbox, lets the session answer, sends what it wrote.</summary>
internal sealed class SessionLoop(RealtimeSession session, EventWriter events, Inbox inbox, WebSocket socket, SendDeadline deadline)
{
    /// <summary>Runs until the call is over or the session is closed.</summary>
    /// <returns>How the socket is to be closed.</returns>
    /// <exception cref="WebSocketException">The connection is lost.</exception>
    public async Task<SessionClosing> RunAsync()
    {
        try
        {
            session.Open();
            await FlushAsync();
            while (await inbox.WaitAsync())
            {
                while (inbox.TryTake(out var inlet))
                {
                    if (inbox.Closing is null)
                    {
                        Handle(inlet);
                        await FlushAsync();
                    }

                    inbox.Done(inlet);
                    if (session.Closing is { } over)
                    {
                        return over;
                    }
                }
            }

            return inbox.Closing ?? SessionClosing.OurFault;
        }
        finally
        {
            inbox.Drain();
        }
    }

    private void Handle(in Inlet inlet)
    {
        if (inlet.Happened is { } happened)
        {
            session.Tell(happened);
        }
        else if (inlet.Asked is { } asked)
        {
            session.Ask(asked);
        }
        else if (!inbox.IsCleared(inlet))
        {
            session.Sound(inlet.Turn, inlet.Samples.AsSpan(0, inlet.Count));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushAsync()
    {
        for (var i = 0; i < events.Count; i++)
        {
            deadline.Begin();
            await socket.SendAsync(events[i], WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            deadline.End();
        }

        events.Clear();
    }
}
