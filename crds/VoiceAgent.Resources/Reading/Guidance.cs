using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Reading;

/// <summary>Says what a missing value would look like.</summary>
internal static class Guidance
{
    public static string? ForMissing(Shape shape) => shape switch
    {
        ChoiceShape choice => $"one of {string.Join(", ", choice.Words)}",
        NumberShape number => $"a whole number from {number.Minimum} to {number.Maximum}",
        ListShape => "a list",
        ObjectShape nested => $"fields: {string.Join(", ", nested.Fields.Select(field => field.Name))}",
        TextShape { Pattern: { } pattern } => Constraints.Patterns.Describe(pattern),
        _ => null,
    };
}
