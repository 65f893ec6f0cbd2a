using VoiceAgent.Resources.Linking;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.Tests.Support;
using VoiceAgent.Resources.VoiceAgents;
using Xunit;

namespace VoiceAgent.Resources.Tests;

public sealed class SampleTests
{
    public static TheoryData<string> Files =>
        [.. Repository.SampleFiles.Concat(Repository.CompleteFiles).Select(path => Path.GetRelativePath(Repository.Root, path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Nothing_is_wrong_with_what_we_show(string file)
    {
        var reading = ResourceReader.Read(Repository.Read(Path.Combine(Repository.Root, file)));

        Assert.Empty(reading.Problems);
        Assert.NotNull(reading.Resource);
    }

    [Fact]
    public void Every_name_in_the_sample_clinic_leads_somewhere()
    {
        var resources = Repository.SampleFiles.Select(path => ResourceReader.Read(Repository.Read(path)).Resource!).ToList();
        var around = new Surroundings
        {
            Tenant = resources.OfType<TenantResource>().Single(),
            KnowledgeBases = new HashSet<string> { "clinic" },
            Agents = [.. resources.OfType<VoiceAgentResource>()],
            FolderExists = folder => Directory.Exists(Path.Combine(Repository.Crds, "samples", folder)),
            SecretKeys = new Dictionary<string, IReadOnlySet<string>>(),
        };

        Assert.All(resources, resource =>
            Assert.Equal(ConditionStatus.True, ReferenceResolver.Check(resource, around).RefsResolved.Status));
    }

    [Fact]
    public void The_reception_is_what_the_yaml_says()
    {
        var agent = Assert.IsType<VoiceAgentResource>(ResourceReader.Read(Repository.Sample("reception.yaml")).Resource);

        Assert.Equal("brightsmile/reception", agent.Key);
        Assert.Equal("slt", agent.Spec.Pipeline.Cascade!.Tts.Voice);
        Assert.Equal(["endCall", "transferCall"], agent.Spec.Tools.Select(tool => tool.Name));
        Assert.Equal(RecordingMode.AudioAndTranscript, agent.Spec.Recording.Mode);
        Assert.Equal(2500, agent.Spec.TurnTaking.Silence().MaximumMilliseconds);
        Assert.Equal(4000, agent.Spec.Deadlines.FirstTokenMilliseconds);
    }

    [Fact]
    public void The_complete_examples_leave_no_field_out()
    {
        var given = Repository.CompleteFiles.Concat(Repository.SampleFiles).Select(Repository.Read).SelectMany(FieldPaths.Given)
            .ToHashSet();
        var missing = ResourceReader.KnownKinds.SelectMany(FieldPaths.Known).Where(path => !given.Contains(path)).ToList();

        Assert.Empty(missing);
    }
}
