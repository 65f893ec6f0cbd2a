using System.Runtime.CompilerServices;

namespace VoiceAgent.Architecture.Tests;

/// <summary>The repository as text.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Sources below a folder, without what was built or generated.</summary>
    public static IEnumerable<Source> Sources(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/Migrations/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)
        select new Source(Path.GetRelativePath(Root, file), File.ReadAllLines(file));

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}

/// <summary>One source file.</summary>
internal sealed record Source(string Path, string[] Lines)
{
    /// <summary>Namespaces that it uses.</summary>
    public IEnumerable<string> Usings => Lines.Where(line => line.StartsWith("using ", StringComparison.Ordinal)).Select(line => line[6..].TrimEnd(';'));

    /// <summary>The namespace that it declares.</summary>
    public string Namespace => Lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))?[10..].Split(';')[0] ?? "";
}
