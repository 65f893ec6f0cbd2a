using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Constraints;

/// <summary>A value further down cannot change unless another field holds the given word.</summary>
/// <param name="path">JSON names from the object down to the value, joined by dots.</param>
/// <param name="unless">The property that lifts the rule.</param>
/// <param name="word">What it must hold.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class FixedUnlessAttribute(string path, string unless, string word) : Attribute
{
    /// <summary>JSON names from the object down to the value.</summary>
    public string Path { get; } = path;

    /// <summary>The rule in CEL, over <c>self</c> and <c>oldSelf</c>.</summary>
    public string Cel(ObjectShape shape) =>
        $"{shape.Pick(unless).CelValue} == '{word}' || {Value("self")} == {Value("oldSelf")}";

    /// <summary>Whether the rule is lifted for <paramref name="value"/>.</summary>
    public bool IsLifted(ObjectShape shape, object value) => shape.Pick(unless).Property.GetValue(value)?.ToString() == word;

    /// <summary>What to tell the user when the rule does not hold.</summary>
    public string Message(ObjectShape shape) => $"{Path} must not change unless {shape.Pick(unless).Name} is {word}";

    private string Value(string root)
    {
        var steps = Path.Split('.');
        var guards = steps.Select((_, i) => $"has({root}.{string.Join('.', steps[..(i + 1)])})");
        return $"({string.Join(" && ", guards)} ? {root}.{Path} : 0)";
    }
}
