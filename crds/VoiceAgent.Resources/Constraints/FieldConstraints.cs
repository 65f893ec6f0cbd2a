namespace VoiceAgent.Resources.Constraints;

/// <summary>The text must match a pattern of <see cref="Patterns"/>.</summary>
/// <param name="expression">The regular expression.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatternAttribute(string expression) : Attribute
{
    /// <summary>The regular expression.</summary>
    public string Expression { get; } = expression;
}

/// <summary>Bounds of every item of a list of strings, or of every value of a map.</summary>
/// <param name="minimumLength">Characters at least.</param>
/// <param name="maximumLength">Characters at most.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EachAttribute(int minimumLength, int maximumLength) : Attribute
{
    /// <summary>Characters at least.</summary>
    public int MinimumLength { get; } = minimumLength;

    /// <summary>Characters at most.</summary>
    public int MaximumLength { get; } = maximumLength;

    /// <summary>A pattern of <see cref="Patterns"/> that every item must match.</summary>
    public string? Pattern { get; init; }
}

/// <summary>Bounds of every number in a list of numbers.</summary>
/// <param name="minimum">The least value.</param>
/// <param name="maximum">The greatest value.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EachBetweenAttribute(int minimum, int maximum) : Attribute
{
    /// <summary>The least value.</summary>
    public int Minimum { get; } = minimum;

    /// <summary>The greatest value.</summary>
    public int Maximum { get; } = maximum;
}

/// <summary>The items are told apart by these fields; no two may share them (<c>x-kubernetes-list-type: map</c>).</summary>
/// <param name="keys">JSON names of the key fields.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListMapAttribute(params string[] keys) : Attribute
{
    /// <summary>JSON names of the key fields.</summary>
    public IReadOnlyList<string> Keys { get; } = keys;
}

/// <summary>No item may occur twice (<c>x-kubernetes-list-type: set</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListSetAttribute : Attribute;

/// <summary>The list has one owner and an order that matters (<c>x-kubernetes-list-type: atomic</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListAtomicAttribute : Attribute;

/// <summary>The value cannot change after creation.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImmutableAttribute : Attribute
{
    /// <summary>True when the value may still be given later, and is fixed from then on.</summary>
    public bool OnceSet { get; init; }
}
