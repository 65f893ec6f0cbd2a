using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Manifests;

/// <summary>
/// Writes a shape as a structural OpenAPI v3 schema. Defaults stop at lists: a default below a list shows as endless drift in
/// tools that compare what was applied with what is stored.
/// </summary>
/// <param name="hasDefaults">False for status, which nobody fills in but its writer.</param>
internal sealed class SchemaWriter(bool hasDefaults)
{
    public Dictionary<string, object> Write(Shape shape, string? description)
    {
        var schema = new Dictionary<string, object>();
        if (description is not null)
        {
            schema["description"] = description;
        }

        switch (shape)
        {
            case ObjectShape nested:
                WriteObject(schema, nested);
                break;
            case ListShape list:
                WriteList(schema, list);
                break;
            case MapShape map:
                schema["type"] = "object";
                schema["maxProperties"] = map.MaximumEntries;
                schema["additionalProperties"] = Write(map.Value, description: null);
                break;
            default:
                ScalarSchema.Write(schema, shape);
                break;
        }

        return schema;
    }

    private void WriteObject(Dictionary<string, object> schema, ObjectShape shape)
    {
        schema["type"] = "object";
        var required = shape.Fields.Where(field => field.Required).Select(field => (object)field.Name).ToList();
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        schema["properties"] = shape.Fields.ToDictionary(field => field.Name, field => (object)WriteField(field));
        var rules = SchemaRules.Of(shape);
        if (rules.Count > 0)
        {
            schema["x-kubernetes-validations"] = rules;
        }
    }

    private Dictionary<string, object> WriteField(Field field)
    {
        var schema = Write(field.Shape, Description(field));
        if (hasDefaults && field.Default is { } value)
        {
            schema["default"] = field.Shape is ObjectShape ? new Dictionary<string, object>() : ScalarSchema.Value(value);
        }

        if (field.Immutable is not null)
        {
            schema["x-kubernetes-validations"] = new List<object> { SchemaRules.Fixed(field) };
        }

        return schema;
    }

    private string Description(Field field)
    {
        var choices = field.Shape switch
        {
            ChoiceShape choice => choice,
            ListShape { Item: ChoiceShape item } => item,
            _ => null,
        };
        var words = Descriptions.Of(field.Property) + (choices is null ? "" : Descriptions.OfChoices(choices.EnumType));
        return hasDefaults || field.Default is null or 0 || field.Shape is ObjectShape ? words
            : $"{words} Default: {ScalarSchema.Value(field.Default)}.";
    }

    private void WriteList(Dictionary<string, object> schema, ListShape shape)
    {
        schema["type"] = "array";
        if (shape.MinimumItems > 0)
        {
            schema["minItems"] = shape.MinimumItems;
        }

        schema["maxItems"] = shape.MaximumItems;
        schema["x-kubernetes-list-type"] = shape.Kind.ToString().ToLowerInvariant();
        if (shape.Kind == ListKind.Map)
        {
            schema["x-kubernetes-list-map-keys"] = shape.Keys.Cast<object>().ToList();
        }

        schema["items"] = new SchemaWriter(hasDefaults: false).Write(shape.Item, description: null);
    }
}
