using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.Shapes;

/// <summary>Reads the shape of a record from its properties and attributes; cached.</summary>
public static class ShapeOf
{
    private static readonly ConcurrentDictionary<Type, ObjectShape> Cache = new();

    /// <summary>The shape of <paramref name="type"/>, a record with init properties.</summary>
    public static ObjectShape Object(Type type) => Cache.GetOrAdd(type, Build);

    private static ObjectShape Build(Type type)
    {
        var blank = Activator.CreateInstance(type)!;
        var fields = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .OrderBy(property => property.MetadataToken)
            .Select(property => FieldOf(property, blank))
            .ToList();
        return new(type, fields, [.. type.GetCustomAttributes<RuleAttribute>()]);
    }

    private static Field FieldOf(PropertyInfo property, object blank)
    {
        var required = property.IsDefined(typeof(RequiredMemberAttribute));
        return new(
            property,
            JsonNamingPolicy.CamelCase.ConvertName(property.Name),
            ShapeOfValue(property, property.PropertyType),
            required,
            required ? null : property.GetValue(blank),
            property.GetCustomAttribute<ImmutableAttribute>());
    }

    private static Shape ShapeOfValue(PropertyInfo property, Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type switch
        {
            _ when type == typeof(string) => Text(property),
            _ when type == typeof(int) => Number(property, int.MinValue, int.MaxValue, 32),
            _ when type == typeof(long) => Number(property, long.MinValue, long.MaxValue, 64),
            _ when type == typeof(bool) => new FlagShape(),
            _ when type == typeof(DateTimeOffset) => new TimeShape(),
            _ when type == typeof(JsonElement) => new FreeShape(),
            { IsEnum: true } => Choice(type),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) =>
                List(property, type.GetGenericArguments()[0]),
            _ when type == typeof(IReadOnlyDictionary<string, string>) => Map(property),
            _ => Object(type),
        };
    }

    private static TextShape Text(PropertyInfo property)
    {
        var length = property.GetCustomAttribute<LengthAttribute>();
        return new(length?.MinimumLength ?? 0, length?.MaximumLength ?? int.MaxValue,
            property.GetCustomAttribute<PatternAttribute>()?.Expression);
    }

    private static NumberShape Number(PropertyInfo property, long least, long greatest, int bits)
    {
        var range = property.GetCustomAttribute<RangeAttribute>();
        return range is null ? new(least, greatest, bits) : new(AsLong(range.Minimum), AsLong(range.Maximum), bits);
    }

    private static long AsLong(object bound) => Convert.ToInt64(bound, System.Globalization.CultureInfo.InvariantCulture);

    private static ListShape List(PropertyInfo property, Type itemType)
    {
        var length = property.GetCustomAttribute<LengthAttribute>();
        var keys = property.GetCustomAttribute<ListMapAttribute>()?.Keys ?? [];
        var kind = keys.Count > 0 ? ListKind.Map : property.IsDefined(typeof(ListSetAttribute)) ? ListKind.Set : ListKind.Atomic;
        return new(Item(property, itemType), itemType, length?.MinimumLength ?? 0, length?.MaximumLength ?? int.MaxValue, kind, keys);
    }

    private static Shape Item(PropertyInfo property, Type itemType)
    {
        if (itemType == typeof(string))
        {
            return EachText(property);
        }

        if (itemType == typeof(int))
        {
            var between = property.GetCustomAttribute<EachBetweenAttribute>();
            return new NumberShape(between?.Minimum ?? int.MinValue, between?.Maximum ?? int.MaxValue, 32);
        }

        return itemType.IsEnum ? Choice(itemType) : Object(itemType);
    }

    private static MapShape Map(PropertyInfo property) =>
        new(EachText(property), property.GetCustomAttribute<LengthAttribute>()?.MaximumLength ?? int.MaxValue);

    private static TextShape EachText(PropertyInfo property)
    {
        var each = property.GetCustomAttribute<EachAttribute>();
        return new(each?.MinimumLength ?? 0, each?.MaximumLength ?? int.MaxValue, each?.Pattern);
    }

    private static ChoiceShape Choice(Type type) => new(type, Enum.GetNames(type));
}
