using VoiceAgent.Resources.KnowledgeBases;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.VoiceAgents;

namespace VoiceAgent.Resources.Linking;

/// <summary>Follows the names in a resource to what exists. A missing one is no reason to refuse the resource: it may come yet.</summary>
public static class ReferenceResolver
{
    /// <summary>Follows the names in any resource.</summary>
    public static ReferenceReport Check(CustomResource resource, Surroundings around) => new(resource switch
    {
        VoiceAgentResource agent => [.. AgentReferences.Check(agent, around)],
        KnowledgeBaseResource knowledge => [.. KnowledgeBaseReferences.Check(knowledge, around)],
        TenantResource tenant => [.. TenantReferences.Check(tenant, around)],
        _ => [],
    });
}
