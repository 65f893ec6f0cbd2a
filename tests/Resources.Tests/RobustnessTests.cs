using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using VoiceAgent.Resources.Linking;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.Serialization;
using VoiceAgent.Resources.Tests.StandIn;
using VoiceAgent.Resources.Tests.Support;
using Xunit;

namespace VoiceAgent.Resources.Tests;

public sealed class RobustnessTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void No_damage_to_a_resource_makes_the_reader_throw()
    {
        Check.One(Runs, Prop.ForAll(Damage.Resources.ToArbitrary(), damaged =>
        {
            var reading = ResourceReader.Read(damaged.Document.DeepClone());
            Assert.Equal(reading.IsValid, reading.Resource is not null);
            Assert.All(reading.Problems, problem => Assert.NotEmpty(problem.Message));
        }));
    }

    [Fact]
    public void What_the_API_server_refuses_the_reader_refuses_too()
    {
        Check.One(Runs, Prop.ForAll(Damage.Resources.ToArbitrary(), damaged =>
        {
            if (damaged.Document is JsonObject document && JsonWordsOf(document["kind"]) is { } kind
                && ResourceReader.KnownKinds.Contains(kind) && document["metadata"] is JsonObject)
            {
                var refused = ApiServer.Refuse(document);
                var reading = ResourceReader.Read(document);
                Assert.True(refused.Count == 0 || !reading.IsValid, $"refused: {string.Join('\n', refused)}");
            }
        }));
    }

    [Fact]
    public void What_the_reader_takes_can_be_written_hashed_and_followed()
    {
        Check.One(Runs, Prop.ForAll(Damage.Resources.ToArbitrary(), damaged =>
        {
            if (ResourceReader.Read(damaged.Document).Resource is { } resource)
            {
                Assert.Empty(ResourceReader.Read(ResourceJson.ToCanonical(resource)).Problems);
                Assert.NotEmpty(CanonicalJson.Utf8(JsonSerializer.SerializeToElement(resource, resource.GetType(), ResourceJson.Full)));
                Assert.Equal(ConditionTypes.RefsResolved, ReferenceResolver.Check(resource, new Surroundings()).RefsResolved.Type);
            }
        }));
    }

    public static TheoryData<string> Nonsense =>
    [
        "null", "1", "true", "\"text\"", "[]", "{}", "[[[]]]",
        """{"kind": "VoiceAgent"}""",
        """{"apiVersion": "voiceagent.dev/v1alpha1", "kind": "VoiceAgent", "metadata": [], "spec": []}""",
        """{"apiVersion": 1, "kind": ["VoiceAgent"], "metadata": {"name": {}}, "spec": {"tools": [null, 1, []], "flow": {"nodes": {}}}}""",
        """{"apiVersion": "voiceagent.dev/v1alpha1", "kind": "Tenant", "metadata": {"name": "\ud800"}, "spec": {"plan": "\udfff", "\ud800": 1}}""",
        """{"apiVersion": "voiceagent.dev/v1alpha1", "kind": "Tenant", "metadata": {"name": "a", "labels": {"\ud800": "\ud800"}}, "spec": {"quota": {"maxAgents": 1e400}}}""",
        """{"apiVersion": "voiceagent.dev/v1alpha1", "kind": "Tenant", "metadata": {"name": "a"}, "status": {"conditions": 7}, "spec": {"providers": [{"name": "a", "type": 3}]}}""",
        """{"\ud800": 1, "kind": "KnowledgeBase", "kind": "Tenant"}""",
    ];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_is_refused_in_words(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.NotEmpty(ResourceReader.Read(document.RootElement).Problems);
        Assert.NotEmpty(ResourceReader.Read(JsonNode.Parse(json)).Problems);
    }

    [Fact]
    public void Values_that_JSON_cannot_hold_are_refused_in_words()
    {
        var agent = Repository.Sample("reception.yaml");
        agent["spec"]!["limits"]!["maxCallSeconds"] = JsonValue.Create(double.NaN);
        JsonNode deep = JsonValue.Create(1);
        for (var i = 0; i < 500; i++)
        {
            deep = new JsonArray(deep);
        }

        Assert.Single(ResourceReader.Read(agent).Problems);
        Assert.Single(ResourceReader.Read(deep).Problems);
    }

    [Fact]
    public void Numbers_are_read_whatever_type_a_parser_gave_them()
    {
        foreach (var value in new JsonNode[] { JsonValue.Create(60), JsonValue.Create(60L), JsonValue.Create((short)60),
            JsonValue.Create(60m), JsonValue.Create(60d), JsonNode.Parse("60")! })
        {
            var agent = Repository.Sample("reception.yaml");
            agent["spec"]!["limits"]!["maxCallSeconds"] = value;

            Assert.Empty(ResourceReader.Read(agent).Problems);
        }
    }

    [Fact]
    public void A_status_from_a_later_version_makes_no_resource_invalid()
    {
        var agent = Repository.Sample("reception.yaml");
        agent["status"] = Yaml.Parse("{mood: good, observedGeneration: seven, conditions: [{type: Ready, status: 'True', reason: Reconciled, message: m, lastTransitionTime: '2026-01-01T00:00:00Z'}]}");

        var reading = ResourceReader.Read(agent);

        Assert.Empty(reading.Problems);
        var status = ((VoiceAgents.VoiceAgentResource)reading.Resource!).Status!;
        Assert.Null(status.ObservedGeneration);
        Assert.Equal(ConditionStatus.True, Assert.Single(status.Conditions).Status);
    }

    [Fact]
    public void What_the_API_server_adds_to_metadata_is_let_be()
    {
        var agent = Repository.Sample("reception.yaml");
        MergePatch.Apply(agent, Yaml.Parse("""
            metadata:
              uid: 5f1b
              resourceVersion: "7"
              generation: 3
              creationTimestamp: "2026-01-01T00:00:00Z"
              managedFields: [{manager: kubectl, operation: Apply}]
              ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: a, uid: b, controller: true}]
              finalizers: [voiceagent.dev/tenant-cleanup]
            """));

        var reading = ResourceReader.Read(agent);

        Assert.Empty(reading.Problems);
        Assert.Equal(3, reading.Resource!.Metadata.Generation);
    }

    [Fact]
    public void A_huge_text_is_refused_quickly_and_without_repeating_it()
    {
        var agent = Repository.Sample("reception.yaml");
        agent["spec"]!["prompt"]!["inline"] = new StringBuilder().Insert(0, "{{name}} ", 1_000_000).ToString();
        agent["spec"]!["languages"]![0] = new string('a', 1_000_000);

        var reading = ResourceReader.Read(agent);

        Assert.Equal(["spec.languages[0]", "spec.prompt.inline"], reading.Problems.Select(problem => problem.Path));
        Assert.All(reading.Problems, problem => Assert.True(problem.ToString().Length < 300));
    }

    private static string? JsonWordsOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
