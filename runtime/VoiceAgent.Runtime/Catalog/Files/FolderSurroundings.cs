using Microsoft.Extensions.FileSystemGlobbing;
using VoiceAgent.Resources.KnowledgeBases;
using VoiceAgent.Resources.Objects;

namespace VoiceAgent.Runtime.Catalog.Files;

/// <summary>What a resources folder holds beside the YAML: Secrets, ConfigMaps and documents.</summary>
internal sealed class FolderSurroundings(FolderListing listing, TextFiles texts, FolderSecrets secrets) : ICatalogSurroundings
{
    private const int MaxDocumentBytes = 4 * 1024 * 1024;
    private const int MaxValueBytes = 1024 * 1024;
    private static readonly string[] TextExtensions = [".md", ".markdown", ".txt"];

    public IReadOnlyDictionary<string, IReadOnlySet<string>> Secrets(CustomResource resource, string? @namespace) =>
        secrets.NamedBy(resource, @namespace);

    public IReadOnlyDictionary<string, IReadOnlySet<string>> ConfigMaps(string? @namespace) =>
        listing.Below(FolderSecrets.ConfigMaps)
            .Select(file => file.Path.Split('/'))
            .Where(parts => parts.Length == 3)
            .GroupBy(parts => parts[1], parts => parts[2])
            .ToDictionary(map => map.Key, map => (IReadOnlySet<string>)map.ToHashSet(StringComparer.Ordinal));

    public string? ConfigMapText(string? @namespace, string name, string key) =>
        listing.Find($"{FolderSecrets.ConfigMaps}/{name}/{key}") is { } file ? texts.Read(file, MaxValueBytes).Text : null;

    public bool FolderExists(Origin origin, string path) => listing.Below(Beside(origin, path)).Any();

    public DocumentsFound Documents(KnowledgeBaseResource knowledge, Origin origin, string? @namespace)
    {
        var documents = new List<CatalogDocument>();
        var failures = new List<string>();
        foreach (var source in knowledge.Spec.Sources)
        {
            switch (source)
            {
                case { Inline: { } inline }:
                    documents.Add(new CatalogDocument(source.Name, inline.Text));
                    break;
                case { Files: { } files }:
                    ReadAll(listing.Below(Beside(origin, files.Path)), Beside(origin, files.Path), source, documents, failures);
                    break;
                case { ConfigMap: { } map }:
                    var folder = $"{FolderSecrets.ConfigMaps}/{map.Name}";
                    ReadAll(listing.Below(folder), folder, source, documents, failures);
                    break;
                case { Upload: not null }:
                    break;
                default:
                    failures.Add($"Source {source.Name} is of a kind that is not read from a folder of resources.");
                    break;
            }
        }

        return new DocumentsFound(new KnowledgeContent([.. documents.OrderBy(document => document.Name, StringComparer.Ordinal)]), failures);
    }

    private void ReadAll(
        IEnumerable<ListedFile> files, string folder, SourceDefinition source, List<CatalogDocument> documents, List<string> failures)
    {
        var wanted = new Matcher(StringComparison.Ordinal);
        wanted.AddIncludePatterns(source.Include.Count > 0 ? source.Include : ["**/*"]);
        wanted.AddExcludePatterns(source.Exclude);
        foreach (var file in files)
        {
            var name = file.Path[(folder.Length + 1)..];
            if (!TextExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase) || !wanted.Match(name).HasMatches)
            {
                continue;
            }

            var (text, problem) = texts.Read(file, MaxDocumentBytes);
            if (text is null)
            {
                failures.Add($"{file.Path} {problem}.");
            }
            else
            {
                documents.Add(new CatalogDocument(name, text));
            }
        }
    }

    private static string Beside(Origin origin, string path)
    {
        var end = origin.Source.LastIndexOf('/');
        return end < 0 ? path : $"{origin.Source[..end]}/{path}";
    }
}
