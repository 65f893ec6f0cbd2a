using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace VoiceAgent.Bench.Server;

/// <summary>The server as a process of its own, with an agent without greeting, knowledge or recording.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Resources = """
        apiVersion: voiceagent.dev/v1alpha1
        kind: Tenant
        metadata: {name: bench}
        spec:
          namespace: {name: bench}
          providers:
            - {name: local, type: Local}
        ---
        apiVersion: voiceagent.dev/v1alpha1
        kind: VoiceAgent
        metadata: {name: bench, namespace: bench}
        spec:
          languages: [en-US]
          prompt: {inline: Answer questions.}
          pipeline:
            cascade:
              stt: {providerRef: {name: local}, model: pocketsphinx}
              llm: {providerRef: {name: local}, model: extractive}
              tts: {providerRef: {name: local}, model: flite, voice: slt}
          recording: {mode: TranscriptOnly}
        """;

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private ServerProcess(Process process, DirectoryInfo folder, int port, string key)
    {
        _process = process;
        _folder = folder;
        Url = new Uri($"ws://127.0.0.1:{port}/v1/realtime?model=bench");
        Key = key;
    }

    public Uri Url { get; }

    public string Key { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<ServerProcess> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("voiceagent-bench");
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(folder.FullName, "resources")).FullName, "bench.yaml"), Resources);
        var port = FreePort();
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["server"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PORT"] = $"{port}";
        start.Environment["VOICEAGENT_INTERNAL_PORT"] = $"{FreePort()}";
        start.Environment["VOICEAGENT_DATA"] = Path.Combine(folder.FullName, "data");
        start.Environment["VOICEAGENT_RESOURCES"] = Path.Combine(folder.FullName, "resources");
        start.Environment["VOICEAGENT_MAX_CALLS"] = "2000";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start)!;
        var ready = await ReadAsync<Ready>(process);
        return new ServerProcess(process, folder, port, ready.Key);
    }

    /// <summary>Asks the server for its figures; <c>collect</c> collects garbage first.</summary>
    public async Task<Figures> AskAsync(string question = "figures")
    {
        await _process.StandardInput.WriteLineAsync(question);
        return await ReadAsync<Figures>(_process);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    // Whatever else is printed (the migration, warnings) is passed on to whoever watches.
    private static async Task<T> ReadAsync<T>(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{') && !line.StartsWith("{\"Timestamp\"", StringComparison.Ordinal))
            {
                return JsonSerializer.Deserialize<T>(line)!;
            }

            await Console.Error.WriteLineAsync(line);
        }

        throw new InvalidOperationException("The server ended before it answered.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
