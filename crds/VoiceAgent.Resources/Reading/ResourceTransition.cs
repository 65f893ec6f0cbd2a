using System.Reflection;
using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Objects;
using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Reading;

/// <summary>Judges a change of a resource: what is fixed at creation must stay. The API server does the same by transition rules.</summary>
public static class ResourceTransition
{
    /// <summary>Every fixed field that <paramref name="after"/> changes.</summary>
    /// <exception cref="ArgumentException">The two are of different kinds.</exception>
    public static IReadOnlyList<ResourceProblem> Check(CustomResource before, CustomResource after)
    {
        if (before.Kind != after.Kind)
        {
            throw new ArgumentException($"A {after.Kind} cannot follow a {before.Kind}.", nameof(after));
        }

        var spec = ShapeOf.Object(before.GetType()).Pick("Spec");
        return [.. Compare(spec.Property.GetValue(before)!, spec.Property.GetValue(after)!, (ObjectShape)spec.Shape, "spec")];
    }

    private static IEnumerable<ResourceProblem> Compare(object before, object after, ObjectShape shape, string path)
    {
        foreach (var field in shape.Fields.Where(field => field.Shape is not ListShape))
        {
            var (old, now) = (field.Property.GetValue(before), field.Property.GetValue(after));
            var fieldPath = StructureReader.Join(path, field.Name);
            if (field.Immutable is { } immutable && !Equals(old, now) && !(immutable.OnceSet && old is null))
            {
                yield return new(fieldPath, Fixed.Message(field), Fix(old));
            }
            else if (field.Shape is ObjectShape nested && old is not null && now is not null)
            {
                foreach (var problem in Compare(old, now, nested, fieldPath))
                {
                    yield return problem;
                }
            }
        }

        foreach (var rule in shape.ClrType.GetCustomAttributes<FixedUnlessAttribute>().Where(rule => !rule.IsLifted(shape, after)))
        {
            if (!Equals(ValueAt(before, shape, rule.Path), ValueAt(after, shape, rule.Path)))
            {
                yield return new($"{path}.{rule.Path}", rule.Message(shape), Fix(ValueAt(before, shape, rule.Path)));
            }
        }
    }

    private static string Fix(object? old) =>
        old is null ? "remove it, or delete and create the resource anew" : $"set it back to {old}, or delete and create the resource anew";

    private static object? ValueAt(object? value, ObjectShape shape, string path)
    {
        foreach (var step in path.Split('.'))
        {
            var field = shape.Find(step) ?? throw new InvalidOperationException($"{shape.ClrType.Name} has no field {step}.");
            value = value is null ? null : field.Property.GetValue(value);
            shape = field.Shape as ObjectShape ?? shape;
        }

        return value;
    }
}
