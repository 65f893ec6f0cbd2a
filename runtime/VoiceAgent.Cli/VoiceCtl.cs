using System.CommandLine;
using VoiceAgent.Cli.Calls;

namespace VoiceAgent.Cli;

/// <summary>The command line: <c>voicectl</c>.</summary>
internal static class VoiceCtl
{
    public static RootCommand Build(TimeProvider time) => new("Talk to VoiceAgent: call an agent from a terminal, and read what was said.")
    {
        CallCommand.Build(time),
        CallsCommand.Build(),
    };
}
