using System.Reflection;
using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Manifests;

/// <summary>Writes the rules between fields as CEL.</summary>
internal static class SchemaRules
{
    public static List<object> Of(ObjectShape shape)
    {
        var rules = shape.Rules.Select(rule => Rule(rule.Cel(shape), rule.Message(shape), rule.Culprit(shape)));
        var presence = shape.Fields.Where(field => field is { Immutable: not null, AlwaysHasValue: false }).Select(Presence);
        var transitions = shape.ClrType.GetCustomAttributes<FixedUnlessAttribute>()
            .Select(rule => Rule(rule.Cel(shape), rule.Message(shape), culprit: null));
        return [.. rules, .. presence, .. transitions];
    }

    /// <summary>The rule on a fixed field itself. It is only asked when the field is there before and after.</summary>
    public static object Fixed(Field field) => Rule("self == oldSelf", Constraints.Fixed.Message(field), culprit: null);

    /// <summary>The rule on the object around a fixed field, for its coming and going.</summary>
    private static object Presence(Field field)
    {
        var (now, before) = ($"has(self.{field.CelName})", $"has(oldSelf.{field.CelName})");
        return Rule(field.Immutable!.OnceSet ? $"!{before} || {now}" : $"{before} == {now}", Constraints.Fixed.Message(field), field);
    }

    private static object Rule(string rule, string message, Field? culprit)
    {
        var written = new Dictionary<string, object> { ["rule"] = rule, ["message"] = message };
        if (culprit is not null)
        {
            written["fieldPath"] = $".{culprit.Name}";
        }

        return written;
    }
}
