using System.Text.Json.Nodes;
using VoiceAgent.Resources.Manifests;
using VoiceAgent.Resources.Tests.Support;

namespace VoiceAgent.Resources.Tests.StandIn;

/// <summary>
/// What a Kubernetes API server does with a resource under our manifests: unknown fields (as with strict field validation),
/// defaults, schema, list types, CEL rules, transition rules. It is there to hold the manifests and the reader against each other
/// without a cluster; the real thing judges the same cases in the cluster tests.
/// </summary>
internal static class ApiServer
{
    private static readonly Dictionary<string, JsonObject> Schemas = Manifest.Definitions()
        .Select(manifest => Yaml.Parse(manifest.Text)!)
        .ToDictionary(
            definition => definition["spec"]!["names"]!["kind"]!.GetValue<string>(),
            definition => definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject());

    public static JsonObject Schema(string kind) => Schemas[kind];

    /// <summary>The errors that a create, or an update of <paramref name="before"/>, is refused with; empty when it is let in.</summary>
    public static IReadOnlyList<string> Refuse(JsonObject resource, JsonObject? before = null)
    {
        var schema = Schemas[resource["kind"]!.GetValue<string>()];
        var stored = resource.DeepClone();
        SchemaDefaults.Fill(stored, schema);
        var old = before?.DeepClone();
        if (old is not null)
        {
            SchemaDefaults.Fill(old, schema);
        }

        // The rules are not asked about what the schema refuses already, as on the real one.
        if (stored["metadata"] is not JsonObject metadata || metadata["name"]?.GetValueKind() != System.Text.Json.JsonValueKind.String)
        {
            return ["metadata: cannot be decoded"];
        }

        var errors = SchemaCheck.Errors(stored, schema, "").ToList();
        return errors.Count > 0 ? errors : [.. RuleCheck.Errors(stored, old, schema, "")];
    }
}
