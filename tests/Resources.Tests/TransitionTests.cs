using System.Text.Json.Nodes;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.Tests.StandIn;
using VoiceAgent.Resources.Tests.Support;
using Xunit;

namespace VoiceAgent.Resources.Tests;

public sealed class TransitionTests
{
    private static readonly JsonObject Table = Repository.Read(Path.Combine(Repository.Tests, "Invalid", "transitions.yaml"));

    public static TheoryData<string> Refused => [.. Names("cases")];

    public static TheoryData<string> Allowed => [.. Names("allowed")];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_fixed_stays(string name)
    {
        var (change, before, after) = Find("cases", name);

        var problem = Assert.Single(ResourceTransition.Check(Read(before), Read(after)));

        Assert.Equal(change["path"]!.GetValue<string>(), problem.Path);
        Assert.Contains(change["message"]!.GetValue<string>(), problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void The_API_server_refuses_it_too(string name)
    {
        var (change, before, after) = Find("cases", name);

        var error = Assert.Single(ApiServer.Refuse(after, before));

        Assert.Contains(change["message"]!.GetValue<string>(), error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void What_is_not_fixed_may_change(string name)
    {
        var (_, before, after) = Find("allowed", name);

        Assert.Empty(ResourceTransition.Check(Read(before), Read(after)));
        Assert.Empty(ApiServer.Refuse(after, before));
    }

    [Fact]
    public void Resources_of_different_kinds_are_not_compared()
    {
        Assert.Throws<ArgumentException>(() =>
            ResourceTransition.Check(Read(Repository.Sample("tenant.yaml")), Read(Repository.Sample("clinic.yaml"))));
    }

    private static IEnumerable<string> Names(string list) => Table[list]!.AsArray().Select(item => item!["name"]!.GetValue<string>());

    private static (JsonNode Change, JsonObject Before, JsonObject After) Find(string list, string name)
    {
        var change = Table[list]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == name)!;
        var before = MergePatch.Apply(Repository.Read(Path.Combine(Repository.Root, change["base"]!.GetValue<string>())),
            change["before"] ?? new JsonObject())!.AsObject();
        return (change, before, MergePatch.Apply(before.DeepClone(), change["patch"])!.AsObject());
    }

    private static CustomResource Read(JsonObject document) => ResourceReader.Read(document).Resource!;
}
