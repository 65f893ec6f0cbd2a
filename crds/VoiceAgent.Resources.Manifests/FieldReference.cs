using System.Text;
using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Manifests;

/// <summary>Writes every field of every kind as tables for people.</summary>
internal static class FieldReference
{
    private const string Intro = """
        # Fields

        Written by `VoiceAgent.Resources.Manifests` from the types in `VoiceAgent.Resources`; see [README.md](README.md).
        A field in bold is required.

        """;

    public static string Write()
    {
        var text = new StringBuilder(Intro);
        foreach (var kind in Manifest.Kinds)
        {
            text.Append($"\n## {kind.Kind}\n\n{Descriptions.Of(kind.Type)}\n\n| field | value | default | meaning |\n|---|---|---|---|\n");
            foreach (var (path, field) in Below(kind.Shape.Pick("Spec").Shape, "spec"))
            {
                text.Append($"| {Name(path, field)} | {Value(field.Shape)} | {Default(field)} | {Meaning(field)} |\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<(string Path, Field Field)> Below(Shape shape, string path) => shape switch
    {
        ObjectShape nested =>
            nested.Fields.SelectMany(field => Below(field.Shape, $"{path}.{field.Name}").Prepend(($"{path}.{field.Name}", field))),
        ListShape list => Below(list.Item, $"{path}[]"),
        _ => [],
    };

    private static string Name(string path, Field field) => field.Required ? $"**`{path}`**" : $"`{path}`";

    private static string Value(Shape shape) => shape switch
    {
        TextShape { Pattern: { } pattern } text => $"text, {Cell(Patterns.Describe(pattern))}{Length(text)}",
        TextShape text => $"text{Length(text)}",
        NumberShape number =>
            number.Maximum is int.MaxValue or long.MaxValue ? $"{number.Minimum} or more" : $"{number.Minimum} to {number.Maximum}",
        ChoiceShape choice => string.Join(", ", choice.Words.Select(word => $"`{word}`")),
        ListShape { Item: ObjectShape } list => $"list, {Count(list)}",
        ListShape list => $"list of {Value(list.Item)}, {Count(list)}",
        MapShape map => $"names with texts, at most {map.MaximumEntries}",
        FreeShape => "JSON schema",
        TimeShape => "time",
        FlagShape => "true or false",
        _ => "",
    };

    private static string Length(TextShape text) =>
        text.MaximumLength == text.MinimumLength ? "" : $", at most {text.MaximumLength} characters";

    private static string Count(ListShape list) =>
        list.MinimumItems > 0 ? $"{list.MinimumItems} to {list.MaximumItems}" : $"at most {list.MaximumItems}";

    private static string Default(Field field) =>
        field.Shape is ObjectShape || field.Default is null ? "" : $"`{ScalarSchema.Value(field.Default)}`";

    private static string Meaning(Field field)
    {
        var rules = field.Shape switch
        {
            ObjectShape nested => Rules(nested),
            ListShape { Item: ObjectShape item } => Rules(item),
            _ => "",
        };
        return Cell($"{Descriptions.Of(field.Property)}{rules}");
    }

    private static string Rules(ObjectShape shape) => string.Concat(shape.Rules.Select(rule => $" Rule: {rule.Message(shape)}."));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
