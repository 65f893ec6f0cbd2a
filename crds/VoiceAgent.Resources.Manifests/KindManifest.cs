using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Manifests;

/// <summary>A column of <c>kubectl get</c>; priority 1 shows it with <c>-o wide</c> only.</summary>
internal sealed record Column(string Name, string Type, string Path, int Priority = 0)
{
    public static Column Ready { get; } = new("Ready", "string", StatusOf(ConditionTypes.Ready));

    public static Column Reason { get; } = new("Reason", "string", $".status.conditions[?(@.type==\"{ConditionTypes.Ready}\")].reason");

    public static Column Age { get; } = new("Age", "date", ".metadata.creationTimestamp");

    public static string StatusOf(string condition) => $".status.conditions[?(@.type==\"{condition}\")].status";
}

/// <summary>Where the scale subresource finds its numbers.</summary>
internal sealed record ScalePaths(string Spec, string Status, string Selector);

/// <summary>A kind with what its type does not say: how Kubernetes serves and shows it.</summary>
internal sealed record KindManifest(string Kind, Type Type, string Plural, string ShortName, bool IsNamespaced)
{
    public IReadOnlyList<Column> Columns { get; init; } = [];

    public ScalePaths? Scale { get; init; }

    /// <summary>The CustomResourceDefinition.</summary>
    public Dictionary<string, object> Definition() => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new Dictionary<string, object>
        {
            ["name"] = $"{Plural}.{VoiceAgentGroup.Group}",
            ["labels"] = new Dictionary<string, object> { ["app.kubernetes.io/part-of"] = "voiceagent" },
        },
        ["spec"] = new Dictionary<string, object>
        {
            ["group"] = VoiceAgentGroup.Group,
            ["names"] = new Dictionary<string, object>
            {
                ["kind"] = Kind,
                ["listKind"] = $"{Kind}List",
                ["plural"] = Plural,
                ["singular"] = Kind.ToLowerInvariant(),
                ["shortNames"] = new List<object> { ShortName },
                ["categories"] = new List<object> { VoiceAgentGroup.Category },
            },
            ["scope"] = IsNamespaced ? "Namespaced" : "Cluster",
            ["versions"] = new List<object> { Version() },
        },
    };

    private Dictionary<string, object> Version()
    {
        var subresources = new Dictionary<string, object> { ["status"] = new Dictionary<string, object>() };
        if (Scale is { } scale)
        {
            subresources["scale"] = new Dictionary<string, object>
            {
                ["specReplicasPath"] = scale.Spec,
                ["statusReplicasPath"] = scale.Status,
                ["labelSelectorPath"] = scale.Selector,
            };
        }

        return new()
        {
            ["name"] = VoiceAgentGroup.Version,
            ["served"] = true,
            ["storage"] = true,
            ["additionalPrinterColumns"] = Columns.Select(ColumnOf).ToList(),
            ["subresources"] = subresources,
            ["schema"] = new Dictionary<string, object> { ["openAPIV3Schema"] = new RootSchema(Type).Write() },
        };
    }

    private static object ColumnOf(Column column)
    {
        var written = new Dictionary<string, object> { ["name"] = column.Name, ["type"] = column.Type, ["jsonPath"] = column.Path };
        if (column.Priority > 0)
        {
            written["priority"] = column.Priority;
        }

        return written;
    }

    internal ObjectShape Shape => ShapeOf.Object(Type);
}
