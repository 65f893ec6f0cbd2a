using System.Text.Json.Nodes;
using VoiceAgent.Resources.Linking;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.Tests.Support;
using VoiceAgent.Resources.VoiceAgents;
using Xunit;

namespace VoiceAgent.Resources.Tests;

public sealed class ReferenceTests
{
    private static readonly Surroundings Everything = new()
    {
        Tenant = Tenant(Repository.Complete("tenant.yaml")),
        KnowledgeBases = new HashSet<string> { "handbook" },
        ReadyKnowledgeBases = new HashSet<string> { "handbook" },
        Agents = [Agent(Named("sales")), Agent(Repository.Complete("voiceagent.yaml"))],
        SecretKeys = Keys(("crm", "token"), ("s3", "keys"), ("git", "token"), ("openai", "api-key"), ("vllm-ca", "ca.crt"),
            ("deepgram", "api-key"), ("elevenlabs", "api-key"), ("anthropic", "api-key"), ("twilio", "token"), ("qdrant", "api-key")),
        ConfigMapKeys = Keys(("faq", "faq.md"), ("concierge-prompt", "prompt.md")),
        Revisions = new HashSet<string> { "0123456789abcdef0000" },
        FolderExists = folder => folder == "docs/handbook",
    };

    [Theory]
    [InlineData("tenant.yaml")]
    [InlineData("voiceagent.yaml")]
    [InlineData("voiceagent-realtime.yaml")]
    [InlineData("knowledgebase.yaml")]
    public void What_exists_is_found(string file)
    {
        var result = Check(Repository.Complete(file), Everything);

        Assert.Equal(new(ConditionTypes.RefsResolved, ConditionStatus.True, Reasons.AllResolved, "Everything that the spec names exists."),
            result);
    }

    [Theory]
    [InlineData("tenant.yaml")]
    [InlineData("voiceagent.yaml")]
    [InlineData("knowledgebase.yaml")]
    public void What_nobody_looked_at_is_not_judged(string file)
    {
        Assert.Equal(ConditionStatus.True, Check(Repository.Complete(file), new Surroundings()).Status);
    }

    [Theory]
    [InlineData("spec: {pipeline: {cascade: {llm: {providerRef: {name: opnai}}}}}", Reasons.ProviderNotFound,
        "spec.pipeline.cascade.llm.providerRef.name: there is no provider in tenant acme called opnai (did you mean openai?)")]
    [InlineData("spec: {pipeline: {cascade: {tts: {providerRef: {name: claude}}}}}", Reasons.ProviderUnsuitable,
        "spec.pipeline.cascade.tts.providerRef.name: Anthropic offers no text to speech")]
    [InlineData("spec: {pipeline: {cascade: {stt: {\"fallbacks[0]\": {providerRef: {name: claude}}}}}}", Reasons.ProviderUnsuitable,
        "spec.pipeline.cascade.stt.fallbacks[0].providerRef.name: Anthropic offers no speech to text")]
    [InlineData("spec: {prompt: {inline: null, configMapKeyRef: {name: prompts, key: a.md}}}", Reasons.ConfigMapNotFound,
        "spec.prompt.configMapKeyRef.name: there is no ConfigMap prompts")]
    [InlineData("spec: {prompt: {inline: null, configMapKeyRef: {name: faq, key: faq.txt}}}", Reasons.ConfigMapKeyMissing,
        "spec.prompt.configMapKeyRef.key: there is no key in ConfigMap faq called faq.txt")]
    [InlineData("spec: {\"tools[0]\": {http: {\"headersFrom[0]\": {secretKeyRef: {name: crm2}}}}}", Reasons.SecretNotFound,
        "spec.tools[0].http.headersFrom[0].secretKeyRef.name: there is no Secret crm2 (did you mean crm?)")]
    [InlineData("spec: {\"tools[1]\": {mcp: {\"headersFrom[0]\": {secretKeyRef: {key: password}}}}}", Reasons.SecretKeyMissing,
        "spec.tools[1].mcp.headersFrom[0].secretKeyRef.key: there is no key in Secret crm called password")]
    [InlineData("spec: {flow: {\"nodes[6]\": {handoff: {agentRef: {name: saless}}}}}", Reasons.AgentNotFound,
        "spec.flow.nodes[6].handoff.agentRef.name: there is no agent saless (did you mean sales?)")]
    [InlineData("spec: {\"knowledgeBaseRefs[1]\": {name: prices}}", Reasons.KnowledgeBaseNotFound,
        "spec.knowledgeBaseRefs[1].name: there is no knowledge base prices")]
    [InlineData("spec: {channels: {phone: {trunkRef: {name: pbxx}}}}", Reasons.TrunkNotFound,
        "spec.channels.phone.trunkRef.name: there is no trunk pbxx (did you mean pbx?)")]
    [InlineData("spec: {rollout: {revision: ffffffffffffffff}}", Reasons.RevisionNotFound,
        "spec.rollout.revision: revision ffffffffffffffff is not kept")]
    public void A_name_of_an_agent_that_leads_nowhere_is_reported(string patch, string reason, string message)
    {
        var agent = MergePatch.Apply(Repository.Complete("voiceagent.yaml"), Yaml.Parse(patch))!.AsObject();

        Expect(Check(agent, Everything), reason, message);
    }

    [Theory]
    [InlineData("spec: {embedding: {providerRef: {name: deepgram}}}", Reasons.ProviderUnsuitable,
        "spec.embedding.providerRef.name: Deepgram offers no embeddings")]
    [InlineData("spec: {\"sources[1]\": {files: {path: docs/handbuch}}}", Reasons.FolderNotFound,
        "spec.sources[1].files.path: there is no folder docs/handbuch")]
    [InlineData("spec: {\"sources[2]\": {configMap: {name: fax}}}", Reasons.ConfigMapNotFound,
        "spec.sources[2].configMap.name: there is no ConfigMap fax (did you mean faq?)")]
    [InlineData("spec: {\"sources[4]\": {git: {credentialsRef: {key: tokn}}}}", Reasons.SecretKeyMissing,
        "spec.sources[4].git.credentialsRef.key: there is no key in Secret git called tokn (did you mean token?)")]
    public void A_name_of_a_knowledge_base_that_leads_nowhere_is_reported(string patch, string reason, string message)
    {
        var knowledge = MergePatch.Apply(Repository.Complete("knowledgebase.yaml"), Yaml.Parse(patch))!.AsObject();

        Expect(Check(knowledge, Everything), reason, message);
    }

    [Fact]
    public void A_secret_of_a_tenant_that_is_missing_is_reported()
    {
        var tenant = MergePatch.Apply(Repository.Complete("tenant.yaml"),
            Yaml.Parse("spec: {\"providers[0]\": {credentialsRef: {name: gone}}}"))!.AsObject();

        Expect(Check(tenant, Everything), Reasons.SecretNotFound, "spec.providers[0].credentialsRef.name: there is no Secret gone");
    }

    [Fact]
    public void A_knowledge_base_that_is_still_being_read_is_said_to_be()
    {
        var around = Everything with { ReadyKnowledgeBases = new HashSet<string>() };

        Expect(Check(Repository.Complete("voiceagent.yaml"), around), Reasons.KnowledgeBaseNotReady,
            "knowledge base handbook cannot be searched yet");
    }

    [Fact]
    public void A_number_rings_at_the_agent_whose_name_comes_first()
    {
        var first = Agent(Named("aaa"));
        var second = Agent(Repository.Complete("voiceagent.yaml"));
        var around = Everything with { Agents = [.. Everything.Agents!, first] };

        var holder = ReferenceResolver.Check(first, around).RefsResolved;
        var loser = ReferenceResolver.Check(second, around);

        Assert.Equal(ConditionStatus.True, holder.Status);
        Expect(loser.RefsResolved, Reasons.NumberTaken, "spec.channels.phone.numbers[0]: rings at agent aaa already");
        Assert.Equal(2, loser.Broken.Count);
    }

    [Fact]
    public void Problems_become_the_condition_accepted()
    {
        var reading = ResourceReader.Read(MergePatch.Apply(Repository.Sample("reception.yaml"),
            Yaml.Parse("spec: {languages: [English], colour: blue}")));

        var refused = ConditionResult.Accepted(reading.Problems);
        var accepted = ConditionResult.Accepted([]);

        Assert.Equal((ConditionStatus.False, Reasons.SpecInvalid), (refused.Status, refused.Reason));
        Assert.Contains("spec.colour: is not a known field", refused.Message, StringComparison.Ordinal);
        Assert.Contains("; spec.languages[0]: must be", refused.Message, StringComparison.Ordinal);
        Assert.Equal((ConditionStatus.True, Reasons.SpecValid), (accepted.Status, accepted.Reason));
    }

    [Fact]
    public void A_message_stays_readable_however_much_is_wrong()
    {
        var problems = Enumerable.Range(0, 500).Select(i => new ResourceProblem($"spec.sources[{i}]", "is wrong")).ToList();

        Assert.EndsWith("; and 490 more", ConditionResult.Accepted(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_keeps_its_time_as_long_as_it_keeps_its_status()
    {
        var (monday, tuesday) = (new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 1, 6, 0, 0, 0, TimeSpan.Zero));
        var accepted = ConditionResult.Accepted([]);
        var before = accepted.ToCondition(previous: null, monday, observedGeneration: 1);

        Assert.Equal(monday, accepted.ToCondition(before, tuesday, observedGeneration: 2).LastTransitionTime);
        Assert.Equal(tuesday, (accepted with { Status = ConditionStatus.False }).ToCondition(before, tuesday, observedGeneration: 2)
            .LastTransitionTime);
    }

    [Fact]
    public void Every_reason_that_can_be_given_is_in_the_closed_set()
    {
        Assert.Contains(Reasons.NumberTaken, Reasons.All);
        Assert.Equal(Reasons.All.Count, Reasons.All.Distinct().Count());
        Assert.All(Reasons.All.Concat(ConditionTypes.All), reason => Assert.Matches("^[A-Z][A-Za-z]+$", reason));
    }

    private static void Expect(ConditionResult result, string reason, string message)
    {
        Assert.Equal((ConditionStatus.False, reason), (result.Status, result.Reason));
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
    }

    private static ConditionResult Check(JsonObject document, Surroundings around)
    {
        var reading = ResourceReader.Read(document);
        Assert.Empty(reading.Problems);
        return ReferenceResolver.Check(reading.Resource!, around).RefsResolved;
    }

    private static JsonObject Named(string name)
    {
        var document = Repository.Complete("voiceagent.yaml");
        document["metadata"]!["name"] = name;
        if (name == "sales")
        {
            document["spec"]!.AsObject().Remove("channels");
        }

        return document;
    }

    private static VoiceAgentResource Agent(JsonObject document) => (VoiceAgentResource)ResourceReader.Read(document).Resource!;

    private static TenantResource Tenant(JsonObject document) => (TenantResource)ResourceReader.Read(document).Resource!;

    private static Dictionary<string, IReadOnlySet<string>> Keys(params (string Name, string Key)[] keys) =>
        keys.ToDictionary(pair => pair.Name, pair => (IReadOnlySet<string>)new HashSet<string> { pair.Key });
}
