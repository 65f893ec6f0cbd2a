using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.VoiceAgents;
using VoiceAgent.Resources.VoiceAgents.Channels;
using VoiceAgent.Resources.VoiceAgents.Pipeline;
using VoiceAgent.Resources.VoiceAgents.Tools;

namespace VoiceAgent.Resources.Linking;

/// <summary>What an agent names outside itself.</summary>
internal static class AgentReferences
{
    public static IEnumerable<BrokenReference> Check(VoiceAgentResource agent, Surroundings around)
    {
        var spec = agent.Spec;
        return Lookup.ConfigMap(spec.Prompt.ConfigMapKeyRef, "spec.prompt.configMapKeyRef", around)
            .Concat(ProviderUses.Of(spec).SelectMany(use => Lookup.Provider(use.ProviderRef, use.Modality, use.Path, around.Tenant)))
            .Concat(spec.Tools.SelectMany((tool, i) => CheckTool(tool, $"spec.tools[{i}]", around)))
            .Concat(Handoffs(agent, around))
            .Concat(spec.KnowledgeBaseRefs.SelectMany((reference, i) =>
                CheckKnowledge(reference.Name, $"spec.knowledgeBaseRefs[{i}].name", around)))
            .Concat(spec.Channels.Phone is { } phone ? CheckPhone(agent, phone, around) : [])
            .Concat(spec.Rollout?.Revision is { } pin ? CheckRevision(pin, around) : []);
    }

    private static IEnumerable<BrokenReference> CheckTool(ToolDefinition tool, string path, Surroundings around) =>
        Headers(tool.Http?.HeadersFrom, $"{path}.http", around).Concat(Headers(tool.Mcp?.HeadersFrom, $"{path}.mcp", around));

    private static IEnumerable<BrokenReference> Headers(IReadOnlyList<HeaderFrom>? headers, string path, Surroundings around) =>
        (headers ?? []).SelectMany((header, i) => Lookup.Secret(header.SecretKeyRef, $"{path}.headersFrom[{i}].secretKeyRef", around));

    private static IEnumerable<BrokenReference> Handoffs(VoiceAgentResource agent, Surroundings around)
    {
        var names = around.Agents?.Select(other => other.Metadata.Name).ToList();
        return (agent.Spec.Flow?.Nodes ?? []).SelectMany((node, i) => node.Handoff is { } handoff
            ? Lookup.Named(handoff.AgentRef.Name, $"spec.flow.nodes[{i}].handoff.agentRef.name", names, "agent", Reasons.AgentNotFound)
            : []);
    }

    private static IEnumerable<BrokenReference> CheckKnowledge(string name, string path, Surroundings around)
    {
        foreach (var missing in Lookup.Named(name, path, around.KnowledgeBases, "knowledge base", Reasons.KnowledgeBaseNotFound))
        {
            yield return missing;
            yield break;
        }

        if (around.ReadyKnowledgeBases is { } ready && !ready.Contains(name))
        {
            yield return new(Reasons.KnowledgeBaseNotReady,
                new(path, $"knowledge base {name} cannot be searched yet", "see its conditions"));
        }
    }

    private static IEnumerable<BrokenReference> CheckPhone(VoiceAgentResource agent, PhoneChannel phone, Surroundings around)
    {
        var trunks = around.Tenant?.Spec.Trunks.Select(trunk => trunk.Name).ToList();
        return Lookup.Named(phone.TrunkRef.Name, "spec.channels.phone.trunkRef.name", trunks, "trunk", Reasons.TrunkNotFound)
            .Concat(Taken(agent, phone, "numbers", channel => channel.Numbers, around))
            .Concat(Taken(agent, phone, "extensions", channel => channel.Extensions, around));
    }

    /// <summary>A number rings at one agent: the one whose name comes first keeps it, so that all who look agree.</summary>
    private static IEnumerable<BrokenReference> Taken(
        VoiceAgentResource agent, PhoneChannel phone, string field, Func<PhoneChannel, IReadOnlyList<string>> numbersOf,
            Surroundings around)
    {
        var others = (around.Agents ?? [])
            .Where(other => string.CompareOrdinal(other.Metadata.Name, agent.Metadata.Name) < 0)
            .Where(other => other.Spec.Channels.Phone?.TrunkRef == phone.TrunkRef)
            .ToList();
        var numbers = numbersOf(phone);
        for (var i = 0; i < numbers.Count; i++)
        {
            if (others.Find(other => numbersOf(other.Spec.Channels.Phone!).Contains(numbers[i])) is { } holder)
            {
                yield return new(Reasons.NumberTaken,
                    new($"spec.channels.phone.{field}[{i}]", $"rings at agent {holder.Metadata.Name} already",
                    "remove it from one of the two"));
            }
        }
    }

    private static IEnumerable<BrokenReference> CheckRevision(string pin, Surroundings around)
    {
        if (around.Revisions is { } kept && !kept.Any(revision => revision.StartsWith(pin, StringComparison.Ordinal)))
        {
            yield return new(Reasons.RevisionNotFound,
                new ResourceProblem("spec.rollout.revision", $"revision {pin} is not kept", "name one that is, or remove the pin"));
        }
    }
}
