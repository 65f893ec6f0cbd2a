using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using VoiceAgent.Testing.Vendors;

namespace VoiceAgent.Providers.Tests.Vendors;

/// <summary>A client that knows no better: sends stand-ins whatever a test wants to see refused.</summary>
internal sealed class StandInClient(VendorServer server) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server.Root };

    public void Dispose() => _http.Dispose();

    /// <summary>Sends JSON and returns what came back.</summary>
    public Task<(int Status, JsonNode Body)> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public async Task<(int Status, JsonNode Body)> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)! : JsonValue.Create(text)!);
    }

    /// <summary>A form with a WAV file or what else a test puts there.</summary>
    public static MultipartFormDataContent Form(byte[] file, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } }, "file", "a.wav");
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    /// <summary>Opens a socket; the status when it is refused.</summary>
    public async Task<(ClientWebSocket? Socket, int Status)> OpenAsync(string path, params (string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            await socket.ConnectAsync(new UriBuilder(new Uri(server.Root, path)) { Scheme = "ws" }.Uri, CancellationToken.None);
            return (socket, 101);
        }
        catch (WebSocketException)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            return (null, status);
        }
    }

    public static Task SendAsync(ClientWebSocket socket, string json) => socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next text; the reason when the server closed instead.</summary>
    public static async Task<(JsonNode? Message, int? Closed, string? Reason)> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(Gate.Patience);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return (null, (int?)socket.CloseStatus, socket.CloseStatusDescription);
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return (JsonNode.Parse(buffer.AsSpan(0, length)), null, null);
            }
        }
    }
}
