using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Constraints;

/// <summary>One field must not be above another; both are numbers or both are texts that sort (dates, times).</summary>
public sealed class NotAboveAttribute(string lower, string upper) : OrderAttribute(lower, upper)
{
    /// <inheritdoc/>
    protected override string Sign => "<=";

    /// <inheritdoc/>
    protected override bool Accepts(int order) => order <= 0;

    /// <inheritdoc/>
    protected override string Words => "must not be greater than";
}

/// <summary>One field must be below another; both are numbers or both are texts that sort (dates, times).</summary>
public sealed class BelowAttribute(string lower, string upper) : OrderAttribute(lower, upper)
{
    /// <inheritdoc/>
    protected override string Sign => "<";

    /// <inheritdoc/>
    protected override bool Accepts(int order) => order < 0;

    /// <inheritdoc/>
    protected override string Words => "must be less than";
}

/// <summary>Two fields of one object in order; a field without value and without default is not compared.</summary>
public abstract class OrderAttribute(string lower, string upper) : RuleAttribute
{
    /// <summary>The operator of CEL.</summary>
    protected abstract string Sign { get; }

    /// <summary>The order in words.</summary>
    protected abstract string Words { get; }

    /// <summary>Whether a comparison of lower to upper is right.</summary>
    protected abstract bool Accepts(int order);

    /// <inheritdoc/>
    public override string Cel(ObjectShape shape)
    {
        var (low, high) = (shape.Pick(lower), shape.Pick(upper));
        var absent = new[] { low, high }.Where(field => !field.AlwaysHasValue).Select(field => $"!has({field.CelPath})");
        return string.Join(" || ", absent.Append($"{low.CelValue} {Sign} {high.CelValue}"));
    }

    /// <inheritdoc/>
    public override bool Holds(ObjectShape shape, object value)
    {
        var (low, high) = (shape.Pick(lower).Property.GetValue(value), shape.Pick(upper).Property.GetValue(value));
        return low is null || high is null || Accepts(Compare(low, high));
    }

    /// <inheritdoc/>
    protected override string Wording(ObjectShape shape) => $"{shape.Pick(lower).Name} {Words} {shape.Pick(upper).Name}";

    /// <inheritdoc/>
    public override Field Culprit(ObjectShape shape) => shape.Pick(lower);

    private static int Compare(object low, object high) => low is string text
        ? string.CompareOrdinal(text, (string)high)
        : Convert.ToInt64(low, System.Globalization.CultureInfo.InvariantCulture)
            .CompareTo(Convert.ToInt64(high, System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>A number is 0, which turns something off, or not below a bound.</summary>
public sealed class ZeroOrAtLeastAttribute(string property, int least) : RuleAttribute
{
    /// <inheritdoc/>
    public override string Cel(ObjectShape shape)
    {
        var value = shape.Pick(property).CelValue;
        return $"{value} == 0 || {value} >= {least}";
    }

    /// <inheritdoc/>
    public override bool Holds(ObjectShape shape, object value) =>
        shape.Pick(property).Property.GetValue(value) is not int number || number == 0 || number >= least;

    /// <inheritdoc/>
    protected override string Wording(ObjectShape shape) => $"{shape.Pick(property).Name} must be 0 or at least {least}";

    /// <inheritdoc/>
    public override Field Culprit(ObjectShape shape) => shape.Pick(property);
}
