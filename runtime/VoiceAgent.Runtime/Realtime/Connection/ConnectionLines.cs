using System.Net.WebSockets;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Session;
using VoiceAgent.Runtime.Realtime.Sound;

namespace VoiceAgent.Runtime.Realtime.Connection;

/// <summary>The bounds that one connection works within, some of them shared with all others.</summary>
internal sealed record ConnectionBounds(RealtimeOptions Options, ReceiveMemory Memory, TimeProvider Time);

/// <summary>Puts the parts of one connection together: the way in and the way out share the inbox and the caller's audio.</summary>
internal sealed class ConnectionLines : IDisposable
{
    private readonly WebSocket _socket;
    private readonly ICall _call;
    private readonly Inbox _inbox;
    private readonly SessionState _state;
    private readonly CallerAudio _audio;
    private readonly MessageReceiver _receiver;

    public ConnectionLines(WebSocket socket, ICall call, Inbox inbox, SessionState state, ConnectionBounds bounds)
    {
        var (options, memory, time) = bounds;
        (_socket, _call, _inbox, _state) = (socket, call, inbox, state);
        _audio = new CallerAudio(call, new AudioAllowance(options.MaxAudioAhead, time));
        _receiver = new MessageReceiver(socket, memory, options.MaxMessageBytes);
        var allowance = new MessageAllowance(options.MessagesPerSecond, options.MessageBurst, time);
        Receiving = new ReceiveLoop(_receiver, _audio, inbox, allowance, options.MaxControlBytes);
    }

    /// <summary>From the client to the call.</summary>
    public ReceiveLoop Receiving { get; }

    /// <summary>From the call to the client.</summary>
    public SessionLoop Answering(EventWriter events, SendDeadline deadline) =>
        new(new RealtimeSession(_state, _call, events, _audio), events, _inbox, _socket, deadline);

    public void Dispose() => _receiver.Dispose();
}
