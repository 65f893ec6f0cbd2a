using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Serialization;

/// <summary>Resources as JSON, in the form that Kubernetes and the YAML files have.</summary>
public static class ResourceJson
{
    /// <summary>Every value that the resource holds, defaults included; no nulls.</summary>
    public static JsonSerializerOptions Full { get; } = Build(shouldOmitDefaults: false);

    /// <summary>Only what differs from the defaults: what a person would write, and what a revision is taken from.</summary>
    public static JsonSerializerOptions Canonical { get; } = Build(shouldOmitDefaults: true);

    /// <summary>The resource in its canonical form.</summary>
    public static JsonObject ToCanonical(CustomResource resource) =>
        JsonSerializer.SerializeToNode(resource, resource.GetType(), Canonical)!.AsObject();

    private static JsonSerializerOptions Build(bool shouldOmitDefaults)
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        if (shouldOmitDefaults)
        {
            resolver.Modifiers.Add(OmitDefaults);
        }

        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = resolver,
        };
        options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }

    private static void OmitDefaults(JsonTypeInfo info)
    {
        var isOurs = info.Kind == JsonTypeInfoKind.Object && info.Type.Assembly == typeof(ResourceJson).Assembly;
        if (!isOurs || typeof(CustomResource).IsAssignableFrom(info.Type))
        {
            return;
        }

        var shape = ShapeOf.Object(info.Type);
        foreach (var property in info.Properties)
        {
            if (shape.Find(property.Name) is { Required: false } field)
            {
                property.ShouldSerialize = (_, value) => !field.IsDefault(value);
            }
        }
    }
}
