using VoiceAgent.Resources.Reading;

namespace VoiceAgent.Runtime.Catalog.Files;

/// <summary>What one YAML file holds.</summary>
/// <param name="Path">Within the resources folder.</param>
/// <param name="Resources">Its resources; empty when anything in the file is wrong, so that an edit takes effect as a whole or not at all.</param>
/// <param name="Refused">The documents that are wrong.</param>
/// <param name="Problems">What is wrong with the file as such.</param>
internal sealed record ResourceFile(
    string Path, IReadOnlyList<FoundResource> Resources, IReadOnlyList<RefusedResource> Refused, IReadOnlyList<CatalogProblem> Problems)
{
    private const int MaxBytes = 1024 * 1024;

    public bool IsValid => Refused.Count == 0 && Problems.Count == 0;

    public static bool IsOne(ListedFile file) =>
        file.Path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.Path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    public static ResourceFile Read(ListedFile file, TextFiles texts)
    {
        var (text, problem) = texts.Read(file, MaxBytes);
        if (text is null)
        {
            return new ResourceFile(file.Path, [], [], [new CatalogProblem(file.Path, null, "", problem!)]);
        }

        try
        {
            return Judge(file.Path, YamlReader.Read(text));
        }
        catch (YamlSyntaxException exception)
        {
            return new ResourceFile(file.Path, [], [], [new CatalogProblem(file.Path, exception.Line, "", exception.Message)]);
        }
    }

    private static ResourceFile Judge(string path, IReadOnlyList<YamlDocument> documents)
    {
        var found = new List<FoundResource>();
        var refused = new List<RefusedResource>();
        foreach (var document in documents.Where(document => document.Root is not null))
        {
            var origin = new FileOrigin(path, document);
            var reading = ResourceReader.Read(document.Root);
            if (reading.Resource is { } resource)
            {
                found.Add(new FoundResource(resource, origin));
            }
            else
            {
                refused.Add(new RefusedResource(reading.Kind ?? "Unknown", reading.Namespace, reading.Name ?? "?", origin, reading.Problems));
            }
        }

        return new ResourceFile(path, refused.Count == 0 ? found : [], refused, []);
    }

    private sealed record FileOrigin(string Path, YamlDocument Document) : Origin(Path)
    {
        public override int? LineOf(string path) => Document.LineOf(path);
    }
}
