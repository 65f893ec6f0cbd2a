using System.Runtime.CompilerServices;

namespace VoiceAgent.Runtime.Tests;

/// <summary>Files of the repository itself.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
