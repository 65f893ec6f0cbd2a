using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.Serialization;
using VoiceAgent.Resources.Shapes;
using VoiceAgent.Resources.Tests.StandIn;
using VoiceAgent.Resources.Tests.Support;
using VoiceAgent.Resources.VoiceAgents;
using Xunit;

namespace VoiceAgent.Resources.Tests;

public sealed class SerializationTests
{
    public static TheoryData<string> Files =>
        [.. Repository.SampleFiles.Concat(Repository.CompleteFiles).Select(path => Path.GetRelativePath(Repository.Root, path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_written_reads_back_the_same(string file)
    {
        var resource = Load(file);

        var again = ResourceReader.Read(ResourceJson.ToCanonical(resource));
        var full = ResourceReader.Read(JsonSerializer.SerializeToNode(resource, resource.GetType(), ResourceJson.Full));

        Assert.Empty(again.Problems);
        Assert.Empty(full.Problems);
        Assert.Equal(FullText(resource), FullText(again.Resource!));
        Assert.Equal(FullText(resource), FullText(full.Resource!));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_serializer_of_the_platform_reads_the_same_as_the_reader(string file)
    {
        var resource = Load(file);

        var read = (CustomResource)JsonSerializer.Deserialize(Repository.Read(Path.Combine(Repository.Root, file)), resource.GetType(),
            ResourceJson.Full)!;

        Assert.Equal(FullText(resource), FullText(read));
    }

    [Fact]
    public void The_canonical_form_is_what_a_person_would_write()
    {
        var clinic = Load("crds/samples/clinic.yaml");

        var written = ResourceJson.ToCanonical(clinic);

        // Of what the sample says, only the number of passages is the default anyway.
        var expected = Repository.Sample("clinic.yaml");
        expected["spec"]!.AsObject().Remove("retrieval");
        Assert.True(JsonNode.DeepEquals(expected, written), written.ToJsonString());
    }

    [Fact]
    public void An_empty_list_that_means_none_is_kept()
    {
        var document = Repository.Complete("voiceagent.yaml");
        document["spec"]!["flow"]!["nodes"]![3]!["tools"] = new JsonArray();

        var agent = (VoiceAgentResource)ResourceReader.Read(document).Resource!;

        Assert.Empty(agent.Spec.Flow!.Nodes[3].Tools!);
        Assert.Null(agent.Spec.Flow.Nodes[4].Tools);
        Assert.NotNull(ResourceJson.ToCanonical(agent)["spec"]!["flow"]!["nodes"]![3]!["tools"]);
        Assert.Null(ResourceJson.ToCanonical(agent)["spec"]!["flow"]!["nodes"]![4]!["tools"]);
    }

    [Fact]
    public void A_revision_does_not_depend_on_how_the_resource_is_written()
    {
        var document = Repository.Sample("reception.yaml");
        var stored = document.DeepClone();
        SchemaDefaults.Fill(stored, ApiServer.Schema("VoiceAgent"));
        var reversed = Reverse(document)!;

        var revision = Revision(document);

        Assert.NotEqual(document.ToJsonString().Length, stored.ToJsonString().Length);
        Assert.Equal(revision, Revision(stored));
        Assert.Equal(revision, Revision(reversed));
        Assert.Matches("^[0-9a-f]{64}$", revision);
    }

    [Fact]
    public void The_revision_of_the_sample_agent_stays_as_it_was_released()
    {
        // A change here means that every running agent gets a new revision at the next upgrade: leave the sample alone, or mean it.
        var agent = (VoiceAgentResource)ResourceReader.Read(Yaml.Parse("""
            apiVersion: voiceagent.dev/v1alpha1
            kind: VoiceAgent
            metadata: {name: fixed}
            spec:
              languages: [en]
              prompt: {inline: Be brief.}
              pipeline:
                cascade:
                  stt: {providerRef: {name: local}, model: pocketsphinx}
                  llm: {providerRef: {name: local}, model: extractive}
                  tts: {providerRef: {name: local}, model: flite, voice: slt, speakingRatePercent: 90}
            """)).Resource!;

        // SHA-256 of the spec as it stands here, as JSON with sorted names and no white space.
        Assert.Equal("1916ab9fcba03f59072b5326fa787a4f9e67b0dc3707fd13d009df8125602d02", ContentHash.Of(agent.Spec));
    }

    [Fact]
    public void A_revision_changes_with_behaviour_and_not_with_its_rollout()
    {
        var agent = (VoiceAgentResource)Load("crds/samples/reception.yaml");
        var revision = ContentHash.Of(agent.Spec);

        Assert.NotEqual(revision, ContentHash.Of(agent.Spec with { Prompt = new() { Inline = "Be brief." } }));
        Assert.NotEqual(revision, ContentHash.Of(agent.Spec with { Limits = agent.Spec.Limits with { MaxCallSeconds = 60 } }));
        Assert.NotEqual(revision, ContentHash.Of(agent.Spec, "Be brief."));
        Assert.Equal(revision, ContentHash.Of(agent.Spec, agent.Spec.Prompt.Inline));
        Assert.Equal(revision, ContentHash.Of(agent.Spec with { Rollout = new() { Revision = revision } }));
    }

    [Theory]
    [InlineData("Tenant")]
    [InlineData("VoiceAgent")]
    [InlineData("KnowledgeBase")]
    public void The_value_of_every_new_object_counts_as_its_default(string kind)
    {
        Assert.All(Objects(ResourceReader.ShapeOfKind(kind)), shape =>
            Assert.All(shape.Fields.Where(field => !field.Required), field =>
                Assert.True(field.IsDefault(field.Blank), $"{shape.ClrType.Name}.{field.Name}")));
    }

    private static IEnumerable<ObjectShape> Objects(Shape shape) => shape switch
    {
        ObjectShape nested => nested.Fields.SelectMany(field => Objects(field.Shape)).Prepend(nested),
        ListShape list => Objects(list.Item),
        _ => [],
    };

    private static CustomResource Load(string file) => ResourceReader.Read(Repository.Read(Path.Combine(Repository.Root, file))).Resource!;

    private static string FullText(CustomResource resource) => JsonSerializer.Serialize(resource, resource.GetType(), ResourceJson.Full);

    private static string Revision(JsonNode document) => ContentHash.Of(((VoiceAgentResource)ResourceReader.Read(document).Resource!).Spec);

    private static JsonNode? Reverse(JsonNode? node) => node switch
    {
        JsonObject nested => new JsonObject(nested.Reverse().Select(pair => KeyValuePair.Create(pair.Key, Reverse(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Reverse)]),
        _ => node?.DeepClone(),
    };
}
