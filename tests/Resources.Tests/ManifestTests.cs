using VoiceAgent.Resources.Manifests;
using VoiceAgent.Resources.Tests.Support;
using Xunit;

namespace VoiceAgent.Resources.Tests;

public sealed class ManifestTests
{
    [Fact]
    public void The_committed_manifests_are_what_the_types_say()
    {
        var (output, error) = (new StringWriter(), new StringWriter());

        var code = ManifestCommand.Run(["verify"], Repository.Tests, output, error);

        Assert.Equal("", error.ToString());
        Assert.Equal(0, code);
    }

    [Fact]
    public void Drift_is_shown_line_by_line()
    {
        using var folder = new TemporaryFolder();
        ManifestCommand.Run(["write", folder.Path], Repository.Tests, TextWriter.Null, TextWriter.Null);
        var file = Path.Combine(folder.Path, "tenants.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("maximum: 14400", "maximum: 99999", StringComparison.Ordinal));
        var error = new StringWriter();

        var code = ManifestCommand.Run(["verify", folder.Path], Repository.Tests, TextWriter.Null, error);

        Assert.Equal(1, code);
        Assert.Contains("tenants.yaml is not what the resource types say", error.ToString(), StringComparison.Ordinal);
        Assert.Matches("(?m)^ *[0-9]+ - +maximum: 99999$", error.ToString());
        Assert.Matches("(?m)^ *[0-9]+ \\+ +maximum: 14400$", error.ToString());
        Assert.DoesNotContain("voiceagents.yaml", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_is_missing_is_drift()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(1, ManifestCommand.Run(["verify", folder.Path], Repository.Tests, TextWriter.Null, TextWriter.Null));
    }

    [Theory]
    [InlineData]
    [InlineData("check")]
    [InlineData("write", "a", "b")]
    public void Anything_else_is_answered_with_how_to_use_it(params string[] arguments)
    {
        var error = new StringWriter();

        Assert.Equal(2, ManifestCommand.Run(arguments, Repository.Tests, TextWriter.Null, error));
        Assert.StartsWith("usage:", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_texts_are_compared_by_lines()
    {
        Assert.Empty(LineDiff.Between("a\nb", "a\nb"));
        Assert.Equal(["    2 - b", "    2 + x", "    3 + y"], LineDiff.Between("a\nb\nc", "a\nx\ny\nc"));
        Assert.Equal(61, LineDiff.Between("", string.Join('\n', Enumerable.Range(0, 500))).Count);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("manifests").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
