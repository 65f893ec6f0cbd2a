using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using VoiceAgent.Cli.Servers;

namespace VoiceAgent.Cli.Calls;

/// <summary>The client's end of a Realtime socket. One task sends, one receives.</summary>
internal sealed class RealtimeLine : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private byte[] _buffer = new byte[64 * 1024];

    private RealtimeLine(ClientWebSocket socket) => _socket = socket;

    /// <exception cref="CommandFailedException">The server is not there, or does not take the call.</exception>
    public static async Task<RealtimeLine> ConnectAsync(Server server, string agent, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", "Bearer " + server.Key);
        socket.Options.AddSubProtocol("realtime");
        try
        {
            await socket.ConnectAsync(server.Realtime(agent), cancellationToken);
            return new RealtimeLine(socket);
        }
        catch (WebSocketException exception)
        {
            using (socket)
            {
                throw Explain(socket.HttpStatusCode, server, agent, exception);
            }
        }
    }

    public Task SendAsync(object message, CancellationToken cancellationToken) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>Sends linear samples at 24 kHz.</summary>
    public Task AppendAsync(ReadOnlySpan<byte> samples, CancellationToken cancellationToken) =>
        SendAsync(new { type = "input_audio_buffer.append", audio = Convert.ToBase64String(samples) }, cancellationToken);

    /// <summary>Reads events until the server closes.</summary>
    /// <returns>Null after an ordinary close, otherwise what went wrong.</returns>
    public async Task<string?> ReadAsync(Action<JsonElement> take)
    {
        try
        {
            while (await NextAsync() is { } message)
            {
                using var document = JsonDocument.Parse(message);
                take(document.RootElement);
            }
        }
        catch (WebSocketException exception)
        {
            return "the connection was lost: " + exception.Message;
        }

        return _socket.CloseStatus == WebSocketCloseStatus.NormalClosure
            ? null
            : $"the server closed the connection: {(int?)_socket.CloseStatus} {_socket.CloseStatusDescription}";
    }

    /// <summary>Hangs up; what is still on its way is read by <see cref="ReadAsync"/>.</summary>
    public async Task HangUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
            }
        }
        catch (WebSocketException)
        {
            // The server hung up first.
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ReadOnlyMemory<byte>?> NextAsync()
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return _buffer.AsMemory(0, length);
            }

            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
        }
    }

    private static CommandFailedException Explain(HttpStatusCode status, Server server, string agent, WebSocketException exception) => status switch
    {
        HttpStatusCode.Unauthorized => new(ExitCode.Refused, "The key is not accepted. Check --key or VOICEAGENT_KEY."),
        HttpStatusCode.Forbidden => new(ExitCode.Refused, $"This key may not call '{agent}'."),
        HttpStatusCode.NotFound => new(ExitCode.Refused, $"There is no agent '{agent}' at {server.Address}."),
        HttpStatusCode.TooManyRequests => new(ExitCode.Refused, $"'{agent}' takes no further call now. Try again later."),
        HttpStatusCode.ServiceUnavailable => new(ExitCode.Refused, $"The server cannot take a call to '{agent}' now: the agent is not ready, or the server is full or about to stop."),
        0 or HttpStatusCode.SwitchingProtocols => new(ExitCode.Unreachable, $"There is no runtime at {server.Address}: {exception.InnerException?.Message ?? exception.Message}"),
        _ => new(ExitCode.Unreachable, $"{server.Address} answered with status {(int)status} instead of a call."),
    };
}
