using VoiceAgent.Resources.KnowledgeBases;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.VoiceAgents;
using YamlDotNet.Serialization;

namespace VoiceAgent.Resources.Manifests;

/// <summary>A file of <c>crds/</c>.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="Text">Its content.</param>
internal sealed record Manifest(string FileName, string Text)
{
    private const string Header =
        "# Written by VoiceAgent.Resources.Manifests from the types in VoiceAgent.Resources: change those, then run\n"
        + "# dotnet run --project crds/VoiceAgent.Resources.Manifests -- write\n";

    /// <summary>The kinds, each with what its type does not say.</summary>
    public static IReadOnlyList<KindManifest> Kinds { get; } =
    [
        new(TenantResource.KindName, typeof(TenantResource), "tenants", "vten", IsNamespaced: false)
        {
            Scale = new(".spec.runtime.replicas", ".status.runtime.replicas", ".status.runtime.selector"),
            Columns =
            [
                new("Namespace", "string", ".status.namespace"),
                new("Agents", "integer", ".status.agents.ready"),
                new("Pods", "integer", ".status.runtime.readyReplicas"),
                Column.Ready,
                Column.Reason,
                new("Plan", "string", ".spec.plan", Priority: 1),
                new("Image", "string", ".status.runtime.image", Priority: 1),
                Column.Age,
            ],
        },
        new(VoiceAgentResource.KindName, typeof(VoiceAgentResource), "voiceagents", "va", IsNamespaced: true)
        {
            Columns =
            [
                Column.Ready,
                new("Serving", "string", Column.StatusOf("Serving")),
                Column.Reason,
                new("Revision", "string", ".status.servingRevision", Priority: 1),
                new("Model", "string", ".spec.pipeline.cascade.llm.model", Priority: 1),
                new("Realtime Model", "string", ".spec.pipeline.realtime.model", Priority: 1),
                Column.Age,
            ],
        },
        new(KnowledgeBaseResource.KindName, typeof(KnowledgeBaseResource), "knowledgebases", "kb", IsNamespaced: true)
        {
            Columns =
            [
                new("Documents", "integer", ".status.documents"),
                Column.Ready,
                Column.Reason,
                new("Synced", "date", ".status.lastSyncTime"),
                new("Chunks", "integer", ".status.chunks", Priority: 1),
                new("Collection", "string", ".status.collectionName", Priority: 1),
                Column.Age,
            ],
        },
    ];

    /// <summary>Every file, freshly made.</summary>
    public static IEnumerable<Manifest> All() => [.. Definitions(), new("FIELDS.md", FieldReference.Write())];

    /// <summary>The CustomResourceDefinitions alone.</summary>
    public static IEnumerable<Manifest> Definitions() =>
        Kinds.Select(kind => new Manifest($"{kind.Plural}.yaml", Header + ToYaml(kind.Definition())));

    private static string ToYaml(object definition) => new SerializerBuilder()
        .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true)
        .WithIndentedSequences()
        .DisableAliases()
        .WithNewLine("\n")
        .Build()
        .Serialize(definition);
}
