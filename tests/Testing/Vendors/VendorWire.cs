using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Testing.Vendors;

/// <summary>A stand-in's end of a socket.</summary>
internal sealed class VendorWire(WebSocket socket, HttpContext context)
{
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private readonly SemaphoreSlim _one = new(1);

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

    public Task SendTextAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAudioAsync(ReadOnlyMemory<byte> audio) => SendAsync(audio, WebSocketMessageType.Binary);

    // Several contexts may speak at once; a socket sends one message at a time.
    private async Task SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type)
    {
        await _one.WaitAsync(Gone);
        try
        {
            await socket.SendAsync(bytes, type, endOfMessage: true, Gone);
        }
        finally
        {
            _one.Release();
        }
    }

    public Task CloseAsync(int code, string reason) => socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, Gone);
}

/// <summary>One message of a client.</summary>
internal sealed record WireMessage(byte[] Bytes, bool IsText)
{
    public JsonObject Json => JsonNode.Parse(Bytes)!.AsObject();
}
