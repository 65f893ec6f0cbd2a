using System.Xml.Linq;
using Xunit;

namespace VoiceAgent.Architecture.Tests;

public sealed class DependencyTests
{
    private static readonly Rooms Conversation = new(
        "VoiceAgent.Conversation", "Audio", "Transcription", "Listening", "Turns", "Speech", "Failover", "Playout", "Tools", "Agents", "Dialogue", "Calls");

    [Theory]
    [InlineData("crds/VoiceAgent.Resources")]
    [InlineData("crds/VoiceAgent.Resources.Manifests", "VoiceAgent.Resources")]
    [InlineData("runtime/VoiceAgent.Conversation", "VoiceAgent.Resources")]
    [InlineData("runtime/VoiceAgent.Providers", "VoiceAgent.Conversation")]
    [InlineData("runtime/VoiceAgent.Runtime", "VoiceAgent.Conversation", "VoiceAgent.Providers", "VoiceAgent.Resources")]
    [InlineData("runtime/VoiceAgent.Cli", "VoiceAgent.Resources")]
    [InlineData("operator/VoiceAgent.Kubernetes")]
    public void A_project_refers_only_to_the_projects_that_the_design_allows(string project, params string[] allowed)
    {
        Assert.Empty(References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Except(allowed));
    }

    [Fact]
    public void The_resources_need_no_package_and_the_conversation_no_host_no_database_and_no_vendor()
    {
        Assert.Empty(References("crds/VoiceAgent.Resources", "PackageReference"));
        Assert.Equal(
            ["Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.ML.OnnxRuntime", "Polly.Core"],
            References("runtime/VoiceAgent.Conversation", "PackageReference").Order());
    }

    [Fact]
    public void The_rooms_of_the_conversation_point_one_way()
    {
        Assert.Empty(Conversation.Violations(Repository.Sources("runtime/VoiceAgent.Conversation")));
    }

    [Fact]
    public void A_use_against_the_order_or_an_unnamed_room_is_found()
    {
        Source backwards = new("Turns.cs", ["using VoiceAgent.Conversation.Calls;", "namespace VoiceAgent.Conversation.Turns;"]);
        Source forwards = new("Calls.cs", ["using VoiceAgent.Conversation.Turns;", "namespace VoiceAgent.Conversation.Calls;"]);
        Source unnamed = new("Extra.cs", ["namespace VoiceAgent.Conversation.Extra;"]);

        Assert.Equal(["Turns.cs: Turns must not use Calls"], Conversation.Violations([backwards]));
        Assert.Empty(Conversation.Violations([forwards]));
        Assert.Single(Conversation.Violations([unnamed]));
    }

    private static IEnumerable<string> References(string project, string kind) =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.csproj")
        from reference in XDocument.Load(file).Descendants(kind)
        where reference.Attribute("PrivateAssets")?.Value != "all"
        select reference.Attribute("Include")!.Value.Replace('\\', '/');
}
