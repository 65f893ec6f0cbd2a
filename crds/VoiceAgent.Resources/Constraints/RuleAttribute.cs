using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Constraints;

/// <summary>
/// A rule between the fields of one object, declared once: the manifests take its CEL form from it and the reader
/// its verdict, so the two cannot come apart.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public abstract class RuleAttribute : Attribute
{
    /// <summary>What to tell the user when the rule does not hold; null lets the rule word it.</summary>
    public string? Because { get; init; }

    /// <summary>The rule in CEL, over <c>self</c>.</summary>
    public abstract string Cel(ObjectShape shape);

    /// <summary>The rule in C#.</summary>
    public abstract bool Holds(ObjectShape shape, object value);

    /// <summary>What to tell the user when the rule does not hold.</summary>
    public string Message(ObjectShape shape) => Because ?? Wording(shape);

    /// <summary>The rule in words.</summary>
    protected abstract string Wording(ObjectShape shape);

    /// <summary>The field at fault, or null when the object as a whole is.</summary>
    public virtual Field? Culprit(ObjectShape shape) => null;

    internal static bool IsSet(Field field, object value) => field.Property.GetValue(value) switch
    {
        null => false,
        System.Collections.ICollection { Count: 0 } => false,
        _ => true,
    };

    internal static string CelIsSet(Field field) => field.Shape is ListShape or MapShape
        ? $"(has({field.CelPath}) && size({field.CelPath}) > 0)"
        : $"has({field.CelPath})";

    // No loops and no lists in any rule: the API server bounds the cost of a rule before it accepts it, and what these cost does
    // not depend on what is written.
    internal static string CelCount(IEnumerable<Field> fields) =>
        string.Join(" + ", fields.Select(field => $"({CelIsSet(field)} ? 1 : 0)"));

    internal static string CelIsOneOf(Field field, IEnumerable<object> values) =>
        string.Join(" || ", values.Select(value => $"{field.CelValue} == '{value}'"));
}
