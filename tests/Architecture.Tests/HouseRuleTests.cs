using System.Text.RegularExpressions;
using Xunit;

namespace VoiceAgent.Architecture.Tests;

public sealed partial class HouseRuleTests
{
    private static readonly string[] Product = ["crds", "runtime", "operator"];

    [Fact]
    public void No_file_grows_beyond_what_one_idea_needs()
    {
        Assert.Empty(Repository.Sources(Product).Where(source => source.Lines.Length > 400).Select(source => $"{source.Path}: {source.Lines.Length} lines"));
    }

    [Fact]
    public void No_type_is_named_after_nothing()
    {
        Assert.Empty(Repository.Sources(Product).SelectMany(Empty));
        Assert.Single(Empty(new Source("X.cs", ["internal sealed class CallManager"])));
        Assert.Empty(Empty(new Source("X.cs", ["internal sealed class CallSession", "/// a class that no Manager wrote"])));
    }

    [Fact]
    public void No_code_is_folded_away_or_left_for_later()
    {
        Assert.Empty(Repository.Sources(Product).SelectMany(source => source.Lines.Where(line => Later().IsMatch(line)).Select(line => $"{source.Path}: {line.Trim()}")));
        Assert.Matches(Later(), "    #region Fields");
        Assert.Matches(Later(), "    // TODO: later");
    }

    [Fact]
    public void A_file_lies_in_the_folder_of_its_namespace()
    {
        var strays = Repository.Sources(Product)
            .Where(source => source.Namespace.Length > 0)
            .Where(source => !Path.GetDirectoryName(source.Path)!.Replace('/', '.').EndsWith(source.Namespace, StringComparison.Ordinal));

        Assert.Empty(strays.Select(source => $"{source.Path}: {source.Namespace}"));
    }

    [Fact]
    public void Every_path_that_the_readme_names_exists()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var paths = Paths().Matches(readme).Select(match => match.Groups[1].Value).Distinct().ToArray();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
    }

    private static IEnumerable<string> Empty(Source source) =>
        source.Lines.Where(line => EmptyName().IsMatch(line)).Select(line => $"{source.Path}: {line.Trim()}");

    [GeneratedRegex(@"^\s*(?:\w+ )*(?:class|record|struct|interface|enum) \w*(?:Manager|Helper|Util|Utils|Utility|Processor|Impl)\b")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"^\s*#region|//\s*(?:TODO|FIXME|HACK)\b")]
    private static partial Regex Later();

    // Links to files of the repository, and code spans that begin with one of its top folders.
    [GeneratedRegex(@"(?:\]\(|`)((?:crds|runtime|operator|charts|web|tests|\.ci|LICENSE|CHANGELOG)[\w./-]*)[)`]")]
    private static partial Regex Paths();
}
