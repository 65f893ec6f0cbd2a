using System.Net.WebSockets;
using VoiceAgent.Runtime.Realtime.Protocol;
using VoiceAgent.Runtime.Realtime.Session;
using VoiceAgent.Runtime.Realtime.Sound;

namespace VoiceAgent.Runtime.Realtime.Connection;

/// <summary>
/// Reads the socket. Audio goes straight to the call; every other message is handed to the session's task and waited for, so that the
/// two never touch the session at the same time and order is kept.
/// </summary>
internal sealed class ReceiveLoop(MessageReceiver receiver, CallerAudio audio, Inbox inbox, MessageAllowance allowance, int maxControlBytes)
{
    private static readonly ProtocolError Binary = new(
        "invalid_message", "Binary messages are not part of this protocol. Send audio as base64 text in input_audio_buffer.append.");

    /// <summary>
    /// Runs until the client has closed. A client that breaks a bound closes the inbox, which says why; from then on whatever it sends
    /// is thrown away unread, so that it can still receive the reason.
    /// </summary>
    /// <exception cref="WebSocketException">The connection is lost.</exception>
    public async Task RunAsync()
    {
        while (true)
        {
            var message = await receiver.NextAsync();
            if (message.Kind == MessageKind.Close)
            {
                inbox.Close(SessionClosing.ClientLeft);
                return;
            }

            if (inbox.Closing is not null)
            {
                receiver.ThrowAway();
            }
            else if (Broken(message.Kind) is { } closing)
            {
                await RefuseAsync(closing);
            }
            else if (Take(message) is { } asked)
            {
                await inbox.AskAsync(asked);
            }
        }
    }

    private SessionClosing? Broken(MessageKind kind) => kind switch
    {
        MessageKind.TooBig => SessionClosing.MessageTooBig,
        MessageKind.NoMemory => SessionClosing.TryAgainLater,
        _ => allowance.TryTake() ? null : SessionClosing.TooManyMessages,
    };

    private async Task RefuseAsync(SessionClosing closing)
    {
        await inbox.AskAsync(new RefusedMessage(null, new ProtocolError("session_closed", $"The session is closed: {closing.Reason}.")));
        inbox.Close(closing);
        receiver.ThrowAway();
    }

    private ClientEvent? Take(in ReceivedMessage message)
    {
        if (message.Kind == MessageKind.Binary)
        {
            return new RefusedMessage(null, Binary);
        }

        var text = message.Text.Span;
        var append = AppendMessage.Read(text);
        if (append.IsAppend)
        {
            return audio.Take(append) is { } refused ? new RefusedMessage(AppendMessage.EventIdOf(text), refused) : null;
        }

        return text.Length > maxControlBytes
            ? new RefusedMessage(null, new ProtocolError(
                "message_too_large", $"Messages other than input_audio_buffer.append may take at most {maxControlBytes} bytes, but {text.Length} were sent, or the message is not valid JSON."))
            : ClientEventReader.Read(text);
    }
}
