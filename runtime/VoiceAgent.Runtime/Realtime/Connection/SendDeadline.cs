using System.Net.WebSockets;

namespace VoiceAgent.Runtime.Realtime.Connection;

/// <summary>
/// Aborts the socket when one send takes too long. A clock beside the send instead of a cancellation token in it: a token costs an
/// allocation a frame.
/// </summary>
internal sealed class SendDeadline : IDisposable
{
    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly TimeSpan _longest;
    private readonly ITimer _timer;
    private long _began;

    public SendDeadline(WebSocket socket, TimeSpan longest, TimeProvider time)
    {
        (_socket, _longest, _time) = (socket, longest, time);
        var often = longest / 4;
        _timer = time.CreateTimer(static self => ((SendDeadline)self!).Check(), this, often, often);
    }

    /// <summary>A send begins.</summary>
    public void Begin() => Volatile.Write(ref _began, _time.GetTimestamp());

    /// <summary>The send is done.</summary>
    public void End() => Volatile.Write(ref _began, 0);

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        var began = Volatile.Read(ref _began);
        if (began != 0 && _time.GetElapsedTime(began) > _longest)
        {
            _socket.Abort();
        }
    }
}
