using System.Diagnostics;
using System.Text.Json;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Tests.Realtime.Toolbox;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Realtime;

/// <summary>The real <c>voicectl</c> in a process of its own.</summary>
public sealed class VoiceCtlTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voicectl").FullName;

    [Fact]
    public async Task A_spoken_question_is_asked_and_its_answer_kept()
    {
        await using var door = await Door.OpenAsync();
        var (question, answer) = (Path.Combine(_folder, "question.wav"), Path.Combine(_folder, "answer.wav"));
        await File.WriteAllBytesAsync(question, Wav(rate: 8_000, samples: 4_000));
        using var voicectl = Start(door, "--wav", question, "--out", answer, "--json");
        var call = await door.Calls.NextAsync();

        call.Tell(new CallStarted(default));
        await call.HeardAsync(16_000);
        call.HearTurn(1, 1, "When do you open?");
        call.Answer(2, "We open at nine.", frames: 5);
        var (code, output, error) = await EndAsync(voicectl);

        Assert.True(code == 0, error);
        using var report = JsonDocument.Parse(output);
        var turns = report.RootElement.GetProperty("turns");
        Assert.Equal("When do you open?", turns[0].GetProperty("text").GetString());
        Assert.Equal("We open at nine.", turns[1].GetProperty("text").GetString());
        Assert.True(turns[1].GetProperty("timings").TryGetProperty("first_audible_ms", out _));
        Assert.Equal("caller_hung_up", report.RootElement.GetProperty("ending").GetString());
        Assert.Equal(44 + (5 * 960), new FileInfo(answer).Length);
        Assert.Equal(CallEnding.CallerHungUp, await call.Completion.WaitAsync(Patience.Long));
    }

    [Fact]
    public async Task A_typed_question_is_answered_on_the_screen()
    {
        await using var door = await Door.OpenAsync();
        using var voicectl = Start(door, "--text", "When do you open?");
        var call = await door.Calls.NextAsync();

        call.Tell(new CallStarted(default));
        await call.AskedForAsync("typed When do you open?");
        call.Tell(new CallerTurnEnded(default, 1, 0, "When do you open?", Typed: true, default));
        await call.AskedForAsync("reply text");
        call.Answer(2, "We open at nine.", spoken: false);
        var (code, output, error) = await EndAsync(voicectl);

        Assert.True(code == 0, error);
        Assert.Contains("caller  When do you open?\nagent   We open at nine.\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_does_not_answer_is_told_from_one_that_does()
    {
        await using var door = await Door.OpenAsync();
        using var voicectl = Start(door, "--text", "Hello?", "--timeout", "1");
        var call = await door.Calls.NextAsync();

        call.Tell(new CallStarted(default));
        var (code, _, error) = await EndAsync(voicectl);

        Assert.Equal(5, code);
        Assert.Contains("The agent did not answer in time", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", ScriptedCalls.Key, "There is no agent 'nobody'")]
    [InlineData("reception", "sk-wrong", "The key is not accepted")]
    public async Task A_refusal_says_why(string agent, string key, string words)
    {
        await using var door = await Door.OpenAsync();
        using var voicectl = Start(door.Http, "call", "--agent", agent, "--key", key, "--text", "Hello?");

        var (code, _, error) = await EndAsync(voicectl);

        Assert.Equal(4, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Process Start(Door door, params string[] arguments) =>
        Start(door.Http, ["call", "--agent", "reception", "--key", ScriptedCalls.Key, .. arguments]);

    private static Process Start(Uri server, params string[] arguments)
    {
        // .artifacts/bin/VoiceAgent.Runtime.Tests/debug/ → .artifacts/bin/VoiceAgent.Cli/debug/
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, "VoiceAgent.Cli", own.Name, "voicectl.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[program, .. arguments, "--url", server.ToString()])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Output, string Error)> EndAsync(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return (process.ExitCode, await output, await error);
    }

    private static byte[] Wav(int rate, int samples)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + (samples * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(rate);
        writer.Write(rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples * 2);
        writer.Write(new byte[samples * 2]);
        return file.ToArray();
    }
}
