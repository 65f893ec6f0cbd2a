using System.CommandLine;

namespace VoiceAgent.Cli;

/// <summary>Turns a failed command into one plain sentence on standard error and an exit code.</summary>
internal static class Failures
{
    public static async Task<int> CatchAsync(ParseResult parse, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (CommandFailedException failure)
        {
            await parse.InvocationConfiguration.Error.WriteLineAsync("voicectl: " + failure.Message);
            return failure.ExitCode;
        }
    }
}
