using System.Globalization;

namespace VoiceAgent.Resources.VoiceAgents.Flows.Expressions;

/// <summary>
/// The condition of an edge, parsed. Variables hold text; two texts that are both numbers are compared as numbers, all others
/// without regard to case. A variable without a value is the empty text.
/// </summary>
public abstract record FlowExpression
{
    /// <summary>Whether the condition holds.</summary>
    /// <param name="variables">The value of a variable, or null when it has none.</param>
    public abstract bool Holds(Func<string, string?> variables);

    /// <summary>Every variable that is named.</summary>
    public abstract IEnumerable<string> Variables { get; }
}

/// <summary>Both must hold.</summary>
public sealed record BothHold(FlowExpression Left, FlowExpression Right) : FlowExpression
{
    /// <inheritdoc/>
    public override bool Holds(Func<string, string?> variables) => Left.Holds(variables) && Right.Holds(variables);

    /// <inheritdoc/>
    public override IEnumerable<string> Variables => Left.Variables.Concat(Right.Variables);
}

/// <summary>One must hold.</summary>
public sealed record EitherHolds(FlowExpression Left, FlowExpression Right) : FlowExpression
{
    /// <inheritdoc/>
    public override bool Holds(Func<string, string?> variables) => Left.Holds(variables) || Right.Holds(variables);

    /// <inheritdoc/>
    public override IEnumerable<string> Variables => Left.Variables.Concat(Right.Variables);
}

/// <summary>It must not hold.</summary>
public sealed record DoesNotHold(FlowExpression Inner) : FlowExpression
{
    /// <inheritdoc/>
    public override bool Holds(Func<string, string?> variables) => !Inner.Holds(variables);

    /// <inheritdoc/>
    public override IEnumerable<string> Variables => Inner.Variables;
}

/// <summary>A variable by itself holds when it has a value other than no, false and 0.</summary>
public sealed record IsTruthy(Operand Value) : FlowExpression
{
    /// <inheritdoc/>
    public override bool Holds(Func<string, string?> variables) =>
        Value.Text(variables).Trim().ToLowerInvariant() is not ("" or "no" or "false" or "0");

    /// <inheritdoc/>
    public override IEnumerable<string> Variables => Value.Variables;
}

/// <summary>Two values compared.</summary>
public sealed record Comparison(Operand Left, ComparisonSign Sign, Operand Right) : FlowExpression
{
    /// <inheritdoc/>
    public override bool Holds(Func<string, string?> variables)
    {
        var (left, right) = (Left.Text(variables).Trim(), Right.Text(variables).Trim());
        return Sign switch
        {
            ComparisonSign.Equal => Order(left, right) == 0,
            ComparisonSign.NotEqual => Order(left, right) != 0,
            ComparisonSign.Less => Order(left, right) < 0,
            ComparisonSign.LessOrEqual => Order(left, right) <= 0,
            ComparisonSign.Greater => Order(left, right) > 0,
            ComparisonSign.GreaterOrEqual => Order(left, right) >= 0,
            ComparisonSign.Contains or _ => left.Contains(right, StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Variables => Left.Variables.Concat(Right.Variables);

    private static int Order(string left, string right) =>
        decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
            && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>How two values are compared.</summary>
public enum ComparisonSign
{
    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>contains</c></summary>
    Contains,
}

/// <summary>A variable or a value that is written out.</summary>
/// <param name="Word">The name or the value.</param>
/// <param name="IsVariable">True for a variable.</param>
public sealed record Operand(string Word, bool IsVariable)
{
    internal string Text(Func<string, string?> variables) => IsVariable ? variables(Word) ?? "" : Word;

    internal IEnumerable<string> Variables => IsVariable ? [Word] : [];
}
