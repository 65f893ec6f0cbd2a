using System.Collections;
using System.Reflection;
using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.Shapes;

/// <summary>An object with named fields.</summary>
/// <param name="ClrType">The C# record.</param>
/// <param name="Fields">Its fields in order of declaration.</param>
/// <param name="Rules">The rules between its fields.</param>
public sealed record ObjectShape(Type ClrType, IReadOnlyList<Field> Fields, IReadOnlyList<RuleAttribute> Rules) : Shape
{
    private readonly Dictionary<string, Field> _byName = Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);

    /// <summary>The field with this JSON name, or null.</summary>
    public Field? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The field of this C# property.</summary>
    public Field Pick(string property) => Fields.FirstOrDefault(field => field.Property.Name == property)
        ?? throw new InvalidOperationException($"{ClrType.Name} has no property {property}; a rule on it names one.");

    internal IReadOnlyList<Field> Pick(IEnumerable<string> properties) => [.. properties.Select(Pick)];

    internal string NamesOf(IEnumerable<string> properties) => string.Join(", ", Pick(properties).Select(field => field.Name));
}

/// <summary>A field of an object.</summary>
/// <param name="Property">The C# property.</param>
/// <param name="Name">The JSON name.</param>
/// <param name="Shape">What its value may be.</param>
/// <param name="Required">True when it must be given.</param>
/// <param name="Blank">What the property of a new object holds: the one place of a default.</param>
/// <param name="Immutable">Set when the value cannot change after creation.</param>
public sealed record Field(PropertyInfo Property, string Name, Shape Shape, bool Required, object? Blank, ImmutableAttribute? Immutable)
{
    // Words that CEL reserves; Kubernetes lets rules reach such fields between double underscores.
    private static readonly HashSet<string> Reserved =
    [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ];

    /// <summary>The field in CEL.</summary>
    public string CelPath => "self." + CelName;

    /// <summary>The name of the field in CEL.</summary>
    public string CelName => Reserved.Contains(Name) ? $"__{Name}__" : Name;

    /// <summary>Whether <paramref name="value"/> is what the field holds when nothing is written.</summary>
    public bool IsDefault(object? value) => (value, Blank) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (ICollection { Count: 0 }, ICollection) => true,
        _ when Shape is ObjectShape nested =>
            nested.Fields.All(field => !field.Required && field.IsDefault(field.Property.GetValue(value))),
        _ => value.Equals(Blank),
    };

    /// <summary>The value when it is not given and there is something to say about it, else null.</summary>
    public object? Default => Blank is ICollection { Count: 0 } ? null : Blank;

    /// <summary>True when the field holds a value whatever the user wrote.</summary>
    public bool AlwaysHasValue => Required || Default is not null;

    /// <summary>The value in CEL, the default standing in where the API server does not fill it in (inside lists).</summary>
    public string CelValue => Default switch
    {
        int or long => $"(has({CelPath}) ? {CelPath} : {Default})",
        Enum or string => $"(has({CelPath}) ? {CelPath} : '{Default}')",
        _ => CelPath,
    };
}
