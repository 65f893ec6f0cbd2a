using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Resources.KnowledgeBases;
using VoiceAgent.Resources.KnowledgeBases.Rules;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Shapes;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.Tenants.Rules;
using VoiceAgent.Resources.VoiceAgents;
using VoiceAgent.Resources.VoiceAgents.Rules;

namespace VoiceAgent.Resources.Reading;

/// <summary>
/// Reads a resource and finds everything that is wrong with it at once: first its structure by the shape of its type, then the
/// rules between its fields. Never throws, whatever the document holds.
/// </summary>
public static class ResourceReader
{
    private static readonly IReadOnlyList<ResourceKind> Kinds =
    [
        ResourceKind.Of<TenantResource>(TenantResource.KindName, TenantRules.All),
        ResourceKind.Of<VoiceAgentResource>(VoiceAgentResource.KindName, VoiceAgentRules.All),
        ResourceKind.Of<KnowledgeBaseResource>(KnowledgeBaseResource.KindName, KnowledgeBaseRules.All),
    ];

    /// <summary>The kinds that can be read.</summary>
    public static IReadOnlyList<string> KnownKinds { get; } = [.. Kinds.Select(kind => kind.Name)];

    /// <summary>Reads a resource from a document that was parsed from YAML or JSON.</summary>
    public static ResourceReading Read(JsonNode? document)
    {
        using var parsed = Parse(document);
        return parsed is not null
            ? Read(parsed.RootElement)
            : new(null, [new("", "is not a document that can be read as JSON",
                "look for values such as NaN and for nesting deeper than 64 levels")]);
    }

    /// <summary>Reads a resource from parsed JSON.</summary>
    public static ResourceReading Read(JsonElement document)
    {
        if (BrokenText.Find(document) is { } broken)
        {
            return new(null, [new(broken, "holds half a character (a lone surrogate)", "write the text anew")]);
        }

        if (document.ValueKind != JsonValueKind.Object)
        {
            return new(null, [new("", $"must be a resource with apiVersion, kind, metadata and spec, {JsonWords.Is(document)}")]);
        }

        var problems = new ProblemList();
        CheckApiVersion(document, problems);
        var kind = FindKind(document, problems);
        var resource = kind?.Read(document, problems);
        return new(problems.Count == 0 ? resource : null, problems.ToList())
        {
            Kind = kind?.Name,
            Name = JsonWords.TextAt(document, "metadata", "name"),
            Namespace = JsonWords.TextAt(document, "metadata", "namespace"),
        };
    }

    // One form for all input: nodes may be backed by parsed text or by CLR values of any number type. What cannot even be written
    // out as JSON (NaN, foreign objects, endless depth) gives null.
    private static JsonDocument? Parse(JsonNode? document)
    {
        try
        {
            return JsonDocument.Parse(document?.ToJsonString() ?? "null");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    private static void CheckApiVersion(JsonElement document, ProblemList problems)
    {
        if (JsonWords.TextAt(document, "apiVersion") is not VoiceAgentGroup.ApiVersion)
        {
            problems.Add("apiVersion", $"must be {VoiceAgentGroup.ApiVersion}");
        }
    }

    private static ResourceKind? FindKind(JsonElement document, ProblemList problems)
    {
        var name = JsonWords.TextAt(document, "kind");
        var kind = Kinds.FirstOrDefault(candidate => candidate.Name == name);
        if (kind is null)
        {
            problems.Add("kind", $"must be {string.Join(", ", KnownKinds)}", Suggestion.For(name, KnownKinds));
        }

        return kind;
    }

    internal static ObjectShape ShapeOfKind(string kind) => Kinds.First(candidate => candidate.Name == kind).Shape;
}
