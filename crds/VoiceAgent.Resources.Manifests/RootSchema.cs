using VoiceAgent.Resources.Shapes;
using VoiceAgent.Resources.Tenants;

namespace VoiceAgent.Resources.Manifests;

/// <summary>The schema of a whole resource.</summary>
internal sealed class RootSchema(Type type)
{
    public Dictionary<string, object> Write()
    {
        var shape = ShapeOf.Object(type);
        var spec = shape.Pick("Spec");
        var status = shape.Pick("Status");
        return new()
        {
            ["type"] = "object",
            ["description"] = Descriptions.Of(type),
            ["required"] = new List<object> { spec.Name },
            ["properties"] = new Dictionary<string, object>
            {
                ["apiVersion"] = new Dictionary<string, object> { ["type"] = "string", ["description"] = "Group and version." },
                ["kind"] = new Dictionary<string, object> { ["type"] = "string", ["description"] = "The kind." },
                ["metadata"] = new Dictionary<string, object> { ["type"] = "object" },
                [spec.Name] = new SchemaWriter(hasDefaults: true).Write(spec.Shape, Descriptions.Of(spec.Property)),
                [status.Name] = new SchemaWriter(hasDefaults: false).Write(status.Shape, Descriptions.Of(status.Property)),
            },
            ["x-kubernetes-validations"] = Rules(),
        };
    }

    // A schema may constrain nothing of metadata but the name, and that by rules alone. Their twins in C# are the constraints of
    // ObjectMeta.Name and TenantRules.
    private List<object> Rules()
    {
        List<object> rules =
        [
            Rule("size(self.metadata.name) <= 63", "metadata.name must have at most 63 characters"),
            Rule("!self.metadata.name.contains('.')", "metadata.name must be lower-case letters, digits and hyphens, without dots"),
        ];
        if (type == typeof(TenantResource))
        {
            rules.Add(Rule(
                "size(self.metadata.name) <= 56 || (has(self.spec.__namespace__) && has(self.spec.__namespace__.name))",
                "metadata.name must have at most 56 characters unless spec.namespace.name is set"));
        }

        return rules;
    }

    private static Dictionary<string, object> Rule(string rule, string message) => new() { ["rule"] = rule, ["message"] = message };
}
