using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using VoiceAgent.Kubernetes.Tests.Traps;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Readme;

public sealed partial class ReadmeTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Folder(), "..", "..", ".."));
    private static readonly string Text = File.ReadAllText(Path.Combine(Root, "operator", "VoiceAgent.Kubernetes", "README.md"));

    [Fact]
    public void The_example_is_the_file_that_is_compiled_and_run()
    {
        var example = CodeBlock().Matches(Text)[0].Groups[1].Value;

        Assert.Equal(File.ReadAllText(Path.Combine(Folder(), "Greeting.cs")).TrimEnd(), example.TrimEnd());
    }

    [Fact]
    public void The_process_is_the_file_that_is_compiled()
    {
        var lines = CodeBlock().Matches(Text)[1].Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var compiled = File.ReadAllLines(Path.Combine(Folder(), "GreetingProgram.cs")).Select(line => line.Trim()).ToList();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(line.Trim(), compiled));
    }

    [Fact]
    public void Every_path_that_is_named_exists()
    {
        var paths = Path_().Matches(Text).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(
            Exists(Path.Combine(Root, path)) || Exists(Path.Combine(Root, "operator", "VoiceAgent.Kubernetes", path)), $"{path} does not exist."));
    }

    [Fact]
    public void Every_trap_in_the_table_has_a_test_of_its_name()
    {
        var tests = new[] { typeof(WatchTraps), typeof(LeaderTraps), typeof(ClientTraps) }
            .SelectMany(type => type.GetMethods())
            .Select(method => method.Name.Split('_')[0])
            .ToHashSet();
        var traps = Trap().Matches(Text).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(["W1", "W2", "W3", "W4", "W5", "W6", "W7", "L1", "L2", "L3", "L4", "L5", "L6", "C1"], traps);
        Assert.All(traps, trap => Assert.Contains(trap, tests));
    }

    [Fact]
    public void Every_folder_of_the_project_is_in_the_table()
    {
        var folders = Directory.GetDirectories(Path.Combine(Root, "operator", "VoiceAgent.Kubernetes")).Select(Path.GetFileName).Where(name => name is not "obj" and not "bin");

        Assert.All(folders, folder => Assert.Contains($"`{folder}/`", Text, StringComparison.Ordinal));
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`([A-Za-z.]+/[A-Za-z./]*)`")]
    private static partial Regex Path_();

    [GeneratedRegex(@"^\| ([WLC]\d) \|", RegexOptions.Multiline)]
    private static partial Regex Trap();
}
