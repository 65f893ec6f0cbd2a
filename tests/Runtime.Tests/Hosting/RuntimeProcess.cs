using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VoiceAgent.Runtime.Tests.Hosting;

/// <summary>The runtime as a process of its own, with the sample clinic, on free ports. Stopped by its own id.</summary>
internal sealed partial class RuntimeProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "VoiceAgent.Runtime.dll");

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private RuntimeProcess(Process process, string data)
    {
        _process = process;
        Data = data;
        process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Data { get; }

    public HttpClient Api { get; } = new();

    public HttpClient Internal { get; } = new();

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a command.</summary>
    public static RuntimeProcess Start(string command, string data, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo("dotnet", [Program, command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PORT"] = "0";
        start.Environment["VOICEAGENT_INTERNAL_PORT"] = "0";
        start.Environment["VOICEAGENT_DATA"] = data;
        start.Environment["VOICEAGENT_RESOURCES"] = Path.Combine(Repository.Root, "crds", "samples");
        start.Environment["VOICEAGENT_STORAGE__MINIMUMFREEMEGABYTES"] = "0";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new RuntimeProcess(Process.Start(start)!, data);
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

    /// <summary>Returns when the process has said where it serves.</summary>
    public async Task UntilReadyAsync()
    {
        Match said = Match.Empty;
        await WaitUntil.TrueAsync(() =>
        {
            if (HasExited)
            {
                throw new InvalidOperationException($"The runtime ended early: {Errors}\n{Output}");
            }

            return (said = Announcement().Match(Output)).Success;
        });
        Api.BaseAddress = new Uri(said.Groups["api"].Value);
        Internal.BaseAddress = new Uri(said.Groups["internal"].Value);
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

    [GeneratedRegex(@"serves (?<api>http://localhost:\d+)/ \(health and metrics: (?<internal>http://localhost:\d+)/")]
    private static partial Regex Announcement();
}
