using System.Text.Json.Nodes;
using VoiceAgent.Resources.Reading;
using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Tests.Support;

/// <summary>Paths of fields without the positions in lists: <c>Tenant.spec.providers[].name</c>.</summary>
internal static class FieldPaths
{
    public static IEnumerable<string> Known(string kind)
    {
        var spec = ResourceReader.ShapeOfKind(kind).Pick("Spec");
        return Below(spec.Shape, $"{kind}.spec");
    }

    public static IEnumerable<string> Given(JsonObject resource) => Given(resource["spec"], $"{resource["kind"]}.spec");

    private static IEnumerable<string> Below(Shape shape, string path) => shape switch
    {
        ObjectShape nested => nested.Fields.SelectMany(field => Below(field.Shape, $"{path}.{field.Name}").Prepend($"{path}.{field.Name}")),
        ListShape list => Below(list.Item, $"{path}[]"),
        _ => [],
    };

    private static IEnumerable<string> Given(JsonNode? node, string path) => node switch
    {
        JsonObject nested => nested.SelectMany(pair => Given(pair.Value, $"{path}.{pair.Key}").Prepend($"{path}.{pair.Key}")),
        JsonArray list => list.SelectMany(item => Given(item, $"{path}[]")),
        _ => [],
    };
}
