namespace VoiceAgent.Cli;

/// <summary>What the shell is told. 1 is a command line that could not be read.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A file could not be read or written.</summary>
    public const int BadFile = 2;

    /// <summary>The server could not be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>The server refused: key, agent, or no room.</summary>
    public const int Refused = 4;

    /// <summary>The call failed, or the agent did not answer in time.</summary>
    public const int NoAnswer = 5;
}

/// <summary>Ends the command with a sentence in plain words.</summary>
internal sealed class CommandFailedException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
