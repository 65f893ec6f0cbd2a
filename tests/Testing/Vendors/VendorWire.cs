using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors;

/// <summary>A stand-in's end of a socket.</summary>
internal sealed class VendorWire(WebSocket socket, HttpContext context)
{
    private readonly byte[] _buffer = new byte[1024 * 1024];

    public CancellationToken Gone => context.RequestAborted;

    /// <summary>The client's next message; null when it said goodbye.</summary>
    public async Task<WireMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return new WireMessage(_buffer[..length], part.MessageType == WebSocketMessageType.Text);
            }
        }
    }

    public Task SendAsync(JsonObject message) => SendTextAsync(message.ToJsonString());

    public Task SendTextAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Gone);

    public Task SendAudioAsync(ReadOnlyMemory<byte> audio) => socket.SendAsync(audio, WebSocketMessageType.Binary, endOfMessage: true, Gone).AsTask();

    public Task CloseAsync(int code, string reason) => socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, Gone);
}

/// <summary>One message of a client.</summary>
internal sealed record WireMessage(byte[] Bytes, bool IsText)
{
    public JsonObject Json => JsonNode.Parse(Bytes)!.AsObject();
}
