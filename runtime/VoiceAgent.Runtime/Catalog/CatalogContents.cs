using VoiceAgent.Resources.KnowledgeBases;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Runtime.Catalog;

/// <summary>What a source found, before anything is judged across resources.</summary>
/// <param name="Resources">The valid ones to serve; of two with one name the first is served.</param>
/// <param name="Refused">Those that are not valid.</param>
/// <param name="Problems">What is wrong with files as such.</param>
internal sealed record CatalogContents(
    IReadOnlyList<FoundResource> Resources, IReadOnlyList<RefusedResource> Refused, IReadOnlyList<CatalogProblem> Problems);

/// <summary>A valid resource.</summary>
internal sealed record FoundResource(CustomResource Resource, Origin Origin);

/// <summary>A resource that is not valid; an earlier version of it may be among the found ones.</summary>
internal sealed record RefusedResource(string Kind, string? Namespace, string Name, Origin Origin, IReadOnlyList<ResourceProblem> Problems);

/// <summary>What a source can see around the resources. Names are looked up in the resource's own namespace alone.</summary>
internal interface ICatalogSurroundings
{
    /// <summary>Of the Secrets that a resource names, those that exist, with the keys that exist.</summary>
    IReadOnlyDictionary<string, IReadOnlySet<string>> Secrets(CustomResource resource, string? @namespace);

    /// <summary>The ConfigMaps of a namespace with their keys.</summary>
    IReadOnlyDictionary<string, IReadOnlySet<string>> ConfigMaps(string? @namespace);

    /// <summary>One value of a ConfigMap; null when it does not exist.</summary>
    string? ConfigMapText(string? @namespace, string name, string key);

    /// <summary>The documents of a knowledge base, as far as this source can read them.</summary>
    DocumentsFound Documents(KnowledgeBaseResource knowledge, Origin origin, string? @namespace);

    /// <summary>Whether a folder of documents exists.</summary>
    bool FolderExists(Origin origin, string path);
}

/// <summary>What came of reading a knowledge base's sources.</summary>
/// <param name="Content">The documents that could be read.</param>
/// <param name="Failures">What could not, each in a sentence.</param>
internal sealed record DocumentsFound(KnowledgeContent Content, IReadOnlyList<string> Failures);
