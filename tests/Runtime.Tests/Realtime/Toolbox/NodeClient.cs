using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime.Toolbox;

/// <summary>The npm package <c>@openai/agents-realtime</c>, as it is, in a Node process of its own: see tests/realtime-clients.</summary>
internal sealed class NodeClient : IAsyncDisposable
{
    private static readonly Lazy<string?> Missing = new(Prepare);

    private readonly Process _process;
    private readonly Channel<JsonElement> _lines = Channel.CreateUnbounded<JsonElement>();
    private readonly List<string> _seen = [];
    private readonly Task _reading;

    private NodeClient(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Why no Node client can run here; null when one can.</summary>
    public static string? Absence => Missing.Value;

    public static NodeClient Start(Uri url, string key, params string[] scenario)
    {
        var start = new ProcessStartInfo("node") { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["agents-client.mjs", url.ToString(), key, .. scenario])
        {
            start.ArgumentList.Add(argument);
        }

        return new NodeClient(Process.Start(start)!);
    }

    /// <summary>Reads on until the client prints this.</summary>
    public async Task<JsonElement> SeenAsync(string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (await _lines.Reader.WaitToReadAsync(patience.Token))
        {
            while (_lines.Reader.TryRead(out var line))
            {
                if (line.GetProperty("event").GetString() == what || (line.TryGetProperty("type", out var type) && type.GetString() == what))
                {
                    return line;
                }
            }
        }

        throw new InvalidOperationException($"The client never said '{what}':\n{string.Join('\n', _seen)}\n{await _process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    /// <summary>The messages that the client's own history holds at its end, as <c>role: text</c>.</summary>
    public async Task<IReadOnlyList<string>> HistoryAsync()
    {
        var history = await SeenAsync("history");
        Assert.DoesNotContain(_seen, line => line.Contains("\"event\":\"error\"", StringComparison.Ordinal));
        return [.. history.GetProperty("messages").EnumerateArray().Select(message => $"{message.GetProperty("role")}: {message.GetProperty("text")}")];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
    }

    private static string Folder { get; } = FindFolder();

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _seen.Add(line);
            _lines.Writer.TryWrite(JsonDocument.Parse(line).RootElement.Clone());
        }

        _lines.Writer.TryComplete();
    }

    private static string? Prepare()
    {
        try
        {
            if (Run("node", "--version") != 0)
            {
                return "node does not run here";
            }

            return Directory.Exists(Path.Combine(Folder, "node_modules", "@openai", "agents-realtime")) || Run("npm", "ci --ignore-scripts") == 0
                ? null
                : "npm could not install tests/realtime-clients";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "node or npm is not installed";
        }
    }

    private static int Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "realtime-clients");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("tests/realtime-clients");
    }
}
