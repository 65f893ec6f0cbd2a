using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Constraints;

/// <summary>Exactly one of the fields must be set: a union without a discriminator.</summary>
public sealed class ExactlyOneOfAttribute(params string[] properties) : RuleAttribute
{
    /// <inheritdoc/>
    public override string Cel(ObjectShape shape)
    {
        var fields = shape.Pick(properties);
        return fields.Count == 2
            ? $"{CelIsSet(fields[0])} != {CelIsSet(fields[1])}"
            : $"{CelCount(fields)} == 1";
    }

    /// <inheritdoc/>
    public override bool Holds(ObjectShape shape, object value) => shape.Pick(properties).Count(field => IsSet(field, value)) == 1;

    /// <inheritdoc/>
    protected override string Wording(ObjectShape shape) => $"must have exactly one of {shape.NamesOf(properties)}";
}

/// <summary>At most one of the fields may be set.</summary>
public sealed class AtMostOneOfAttribute(params string[] properties) : RuleAttribute
{
    /// <inheritdoc/>
    public override string Cel(ObjectShape shape)
    {
        var fields = shape.Pick(properties);
        return fields.Count == 2
            ? $"!({CelIsSet(fields[0])} && {CelIsSet(fields[1])})"
            : $"{CelCount(fields)} <= 1";
    }

    /// <inheritdoc/>
    public override bool Holds(ObjectShape shape, object value) => shape.Pick(properties).Count(field => IsSet(field, value)) <= 1;

    /// <inheritdoc/>
    protected override string Wording(ObjectShape shape) => $"must not have more than one of {shape.NamesOf(properties)}";
}

/// <summary>At least one of the fields must be set.</summary>
public sealed class AtLeastOneOfAttribute(params string[] properties) : RuleAttribute
{
    /// <inheritdoc/>
    public override string Cel(ObjectShape shape) => string.Join(" || ", shape.Pick(properties).Select(CelIsSet));

    /// <inheritdoc/>
    public override bool Holds(ObjectShape shape, object value) => shape.Pick(properties).Any(field => IsSet(field, value));

    /// <inheritdoc/>
    protected override string Wording(ObjectShape shape) => $"must have at least one of {shape.NamesOf(properties)}";
}

/// <summary>A field must be set when another holds one of the given values.</summary>
public sealed class RequiredWhenAttribute(string property, string other, params object[] values) : RuleAttribute
{
    /// <inheritdoc/>
    public override string Cel(ObjectShape shape) =>
        $"!({CelIsOneOf(shape.Pick(other), values)}) || {CelIsSet(shape.Pick(property))}";

    /// <inheritdoc/>
    public override bool Holds(ObjectShape shape, object value) =>
        !values.Contains(shape.Pick(other).Property.GetValue(value)) || IsSet(shape.Pick(property), value);

    /// <inheritdoc/>
    protected override string Wording(ObjectShape shape) =>
        $"must have {shape.Pick(property).Name} when {shape.Pick(other).Name} is {string.Join(" or ", values)}";

    /// <inheritdoc/>
    public override Field Culprit(ObjectShape shape) => shape.Pick(property);
}

/// <summary>A field may be set only when another holds one of the given values.</summary>
public sealed class OnlyWhenAttribute(string property, string other, params object[] values) : RuleAttribute
{
    /// <inheritdoc/>
    public override string Cel(ObjectShape shape) =>
        $"!{CelIsSet(shape.Pick(property))} || {CelIsOneOf(shape.Pick(other), values)}";

    /// <inheritdoc/>
    public override bool Holds(ObjectShape shape, object value) =>
        !IsSet(shape.Pick(property), value) || values.Contains(shape.Pick(other).Property.GetValue(value));

    /// <inheritdoc/>
    protected override string Wording(ObjectShape shape) =>
        $"must not have {shape.Pick(property).Name} unless {shape.Pick(other).Name} is {string.Join(" or ", values)}";

    /// <inheritdoc/>
    public override Field Culprit(ObjectShape shape) => shape.Pick(property);
}

/// <summary>A field may be set only together with another.</summary>
public sealed class OnlyWithAttribute(string property, string other) : RuleAttribute
{
    /// <inheritdoc/>
    public override string Cel(ObjectShape shape) => $"!{CelIsSet(shape.Pick(property))} || {CelIsSet(shape.Pick(other))}";

    /// <inheritdoc/>
    public override bool Holds(ObjectShape shape, object value) => !IsSet(shape.Pick(property), value) || IsSet(shape.Pick(other), value);

    /// <inheritdoc/>
    protected override string Wording(ObjectShape shape) => $"must have {shape.Pick(other).Name} when it has {shape.Pick(property).Name}";

    /// <inheritdoc/>
    public override Field Culprit(ObjectShape shape) => shape.Pick(other);
}
