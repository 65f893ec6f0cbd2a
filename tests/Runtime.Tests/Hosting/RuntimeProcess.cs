using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace VoiceAgent.Runtime.Tests.Hosting;

/// <summary>The runtime as a process of its own, with the sample clinic, on free ports. Stopped by its own id.</summary>
internal sealed class RuntimeProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "VoiceAgent.Runtime.dll");

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private RuntimeProcess(Process process, int port, int internalPort, string data)
    {
        _process = process;
        Data = data;
        Api = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        Internal = new HttpClient { BaseAddress = new Uri($"http://localhost:{internalPort}") };
        process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Data { get; }

    public HttpClient Api { get; }

    public HttpClient Internal { get; }

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a command.</summary>
    public static RuntimeProcess Start(string command, string data, IReadOnlyDictionary<string, string>? settings = null)
    {
        var (port, internalPort) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet", [Program, command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PORT"] = $"{port}";
        start.Environment["VOICEAGENT_INTERNAL_PORT"] = $"{internalPort}";
        start.Environment["VOICEAGENT_DATA"] = data;
        start.Environment["VOICEAGENT_RESOURCES"] = Path.Combine(Repository.Root, "crds", "samples");
        start.Environment["VOICEAGENT_STORAGE__MINIMUMFREEMEGABYTES"] = "0";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new RuntimeProcess(Process.Start(start)!, port, internalPort, data);
    }

    /// <summary>Migrates and serves, and returns when calls are taken.</summary>
    public static async Task<RuntimeProcess> ServeAsync(string data, IReadOnlyDictionary<string, string>? settings = null)
    {
        await using (var migrate = Start("migrate", data))
        {
            await migrate.ExitAsync();
        }

        var process = Start("serve", data, settings);
        await process.UntilReadyAsync();
        return process;
    }

    public async Task UntilReadyAsync()
    {
        await WaitUntil.TrueAsync(async () =>
        {
            if (HasExited)
            {
                throw new InvalidOperationException($"The runtime ended early: {Errors}\n{Output}");
            }

            try
            {
                return (await Internal.GetAsync("/healthz/live")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    private string Key => File.ReadAllText(Path.Combine(Data, "development-key")).Trim();

    /// <summary>Opens a call and reads until the agent speaks.</summary>
    public async Task<ClientWebSocket> CallAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {Key}");
        await socket.ConnectAsync(new Uri($"ws://localhost:{Api.BaseAddress!.Port}/v1/realtime?model=reception"), CancellationToken.None);
        await SendSilenceAsync(socket);
        await UntilAsync(socket, "response.output_audio.delta");
        return socket;
    }

    /// <summary>A second of the caller's silence.</summary>
    public static async Task SendSilenceAsync(ClientWebSocket socket)
    {
        var append = JsonSerializer.SerializeToUtf8Bytes(new { type = "input_audio_buffer.append", audio = Convert.ToBase64String(new byte[48_000]) });
        await socket.SendAsync(append, WebSocketMessageType.Text, true, CancellationToken.None);
    }

    /// <summary>Reads until an event of this type comes.</summary>
    public static async Task UntilAsync(ClientWebSocket socket, string type)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var buffer = new byte[1024 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
                length += received.Count;
            }
            while (!received.EndOfMessage);

            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException($"The socket was closed before {type}: {socket.CloseStatus} {socket.CloseStatusDescription}");
            }

            if (JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.GetProperty("type").GetString() == type)
            {
                return;
            }
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by number or name.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        Api.Dispose();
        Internal.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Add(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
