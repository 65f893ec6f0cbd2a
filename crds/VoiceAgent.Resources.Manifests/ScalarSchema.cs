using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Manifests;

/// <summary>Writes single values.</summary>
internal static class ScalarSchema
{
    // A JSON schema with as many parts as this describes more arguments than any model keeps apart.
    private const int FreeProperties = 64;

    public static void Write(Dictionary<string, object> schema, Shape shape)
    {
        switch (shape)
        {
            case TextShape text:
                WriteText(schema, text);
                break;
            case ChoiceShape choice:
                schema["type"] = "string";
                schema["enum"] = choice.Words.Cast<object>().ToList();
                break;
            case NumberShape number:
                schema["type"] = "integer";
                schema["format"] = $"int{number.Bits}";
                schema["minimum"] = number.Minimum;
                schema["maximum"] = number.Maximum;
                break;
            case TimeShape:
                schema["type"] = "string";
                schema["format"] = "date-time";
                break;
            case FlagShape:
                schema["type"] = "boolean";
                break;
            case FreeShape:
                schema["type"] = "object";
                schema["maxProperties"] = FreeProperties;
                schema["x-kubernetes-preserve-unknown-fields"] = true;
                break;
            default:
                throw new InvalidOperationException($"{shape.GetType().Name} is not a single value.");
        }
    }

    public static object Value(object value) => value is Enum word ? word.ToString() : value;

    private static void WriteText(Dictionary<string, object> schema, TextShape text)
    {
        schema["type"] = "string";
        if (text.MinimumLength > 0)
        {
            schema["minLength"] = text.MinimumLength;
        }

        schema["maxLength"] = text.MaximumLength;
        if (text.Pattern is not null)
        {
            schema["pattern"] = text.Pattern;
        }
    }
}
