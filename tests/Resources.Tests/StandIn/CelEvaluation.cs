using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace VoiceAgent.Resources.Tests.StandIn;

/// <summary>Evaluates the part of CEL that the manifests use.</summary>
internal static class CelEvaluation
{
    private static readonly ConcurrentDictionary<string, Cel> Parsed = new();

    public static bool Holds(string rule, JsonNode? self, JsonNode? oldSelf) =>
        (bool)Value(Parsed.GetOrAdd(rule, Cel.Parse), self, oldSelf)!;

    private static object? Value(Cel node, JsonNode? self, JsonNode? oldSelf)
    {
        object? Operand(int index) => Value(node.Operands[index], self, oldSelf);
        return node.Operator switch
        {
            "literal" => node.Literal,
            "self" => Plain(self),
            "oldSelf" => Plain(oldSelf),
            "." => Plain(((JsonObject)Operand(0)!)[(string)node.Literal!] ?? throw new KeyNotFoundException($"no such key: {node.Literal}")),
            "has" => ((JsonObject)Value(node.Operands[0].Operands[0], self, oldSelf)!).ContainsKey((string)node.Operands[0].Literal!),
            "size" => Size(Operand(0)),
            "contains" => ((string)Operand(0)!).Contains((string)Operand(1)!, StringComparison.Ordinal),
            "!" => !(bool)Operand(0)!,
            "&&" => (bool)Operand(0)! && (bool)Operand(1)!,
            "||" => (bool)Operand(0)! || (bool)Operand(1)!,
            "?:" => (bool)Operand(0)! ? Operand(1) : Operand(2),
            "+" => (long)Operand(0)! + (long)Operand(1)!,
            "==" => Equals(Operand(0), Operand(1)),
            "!=" => !Equals(Operand(0), Operand(1)),
            "<" => Order(Operand(0)!, Operand(1)!) < 0,
            "<=" => Order(Operand(0)!, Operand(1)!) <= 0,
            ">" => Order(Operand(0)!, Operand(1)!) > 0,
            ">=" => Order(Operand(0)!, Operand(1)!) >= 0,
            _ => throw new FormatException(node.Operator),
        };
    }

    private static object Size(object? value) => value switch
    {
        JsonArray list => (long)list.Count,
        JsonObject map => (long)map.Count,
        string text => (long)text.EnumerateRunes().Count(),
        _ => throw new InvalidCastException($"{value} has no size"),
    };

    private static int Order(object left, object right) =>
        left is string text ? string.CompareOrdinal(text, (string)right) : Convert.ToInt64(left, null)
            .CompareTo(Convert.ToInt64(right, null));

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => (object)value.GetValue<string>(),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number =>
            long.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture),
        JsonValue value => value.GetValue<bool>(),
        _ => node,
    };
}
