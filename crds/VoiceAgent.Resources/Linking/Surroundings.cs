using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.VoiceAgents;

namespace VoiceAgent.Resources.Linking;

/// <summary>
/// What exists around a resource: its tenant and what else is in the namespace. Whoever checks fills in what they can see;
/// what is null is not judged.
/// </summary>
public sealed record Surroundings
{
    /// <summary>The tenant that the namespace belongs to.</summary>
    public TenantResource? Tenant { get; init; }

    /// <summary>Names of the knowledge bases.</summary>
    public IReadOnlySet<string>? KnowledgeBases { get; init; }

    /// <summary>Names of the knowledge bases that can be searched.</summary>
    public IReadOnlySet<string>? ReadyKnowledgeBases { get; init; }

    /// <summary>The agents, the one that is checked among them.</summary>
    public IReadOnlyCollection<VoiceAgentResource>? Agents { get; init; }

    /// <summary>Names of the Secrets with the keys that each has.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>>? SecretKeys { get; init; }

    /// <summary>Names of the ConfigMaps with the keys that each has.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>>? ConfigMapKeys { get; init; }

    /// <summary>Revisions of the agent that are kept.</summary>
    public IReadOnlySet<string>? Revisions { get; init; }

    /// <summary>Whether a folder of documents, named relative to the resource's file or mount, is there.</summary>
    public Func<string, bool>? FolderExists { get; init; }
}

/// <summary>A name in a resource that leads nowhere.</summary>
/// <param name="Reason">One of <see cref="Objects.Reasons"/>.</param>
/// <param name="Problem">Where and what.</param>
public sealed record BrokenReference(string Reason, Reading.ResourceProblem Problem);
