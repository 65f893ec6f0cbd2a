using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace VoiceAgent.Resources.Tests.Support;

/// <summary>Files of the repository that the tests read where they are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Crds { get; } = Path.Combine(Root, "crds");

    public static string Tests { get; } = Path.Combine(Root, "tests", "Resources.Tests");

    public static IReadOnlyList<string> SampleFiles { get; } = Directory.GetFiles(Path.Combine(Crds, "samples"), "*.yaml");

    public static IReadOnlyList<string> CompleteFiles { get; } = Directory.GetFiles(Path.Combine(Tests, "Complete"), "*.yaml");

    private static readonly ConcurrentDictionary<string, JsonNode> Parsed = new();

    /// <summary>The resource in a file, for the caller to change.</summary>
    public static JsonObject Read(string path) => Parsed.GetOrAdd(path, file => Yaml.Parse(File.ReadAllText(file))!).DeepClone().AsObject();

    public static JsonObject Sample(string name) => Read(Path.Combine(Crds, "samples", name));

    public static JsonObject Complete(string name) => Read(Path.Combine(Tests, "Complete", name));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "VoiceAgent.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run inside the repository.");
    }
}
