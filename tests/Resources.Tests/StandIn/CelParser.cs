using System.Globalization;
using System.Text.RegularExpressions;

namespace VoiceAgent.Resources.Tests.StandIn;

/// <summary>A node of a CEL expression: an operator with its operands, a literal, or a path from self.</summary>
internal sealed record Cel(string Operator, object? Literal, IReadOnlyList<Cel> Operands)
{
    public static Cel Parse(string text)
    {
        var parser = new Parser(text);
        var parsed = parser.Ternary();
        parser.ExpectEnd();
        return parsed;
    }

    /// <summary>
    /// Reads the part of CEL that the manifests use: has, size, contains, comparisons, logic, sums, the conditional operator.
    /// Anything else is an error, so that a rule which needs more is noticed.
    /// </summary>
    private sealed class Parser(string text)
    {
        private readonly IReadOnlyList<string> _tokens =
            [.. Regex.Matches(text, @"'[^']*'|[A-Za-z_][A-Za-z0-9_]*|[0-9]+|==|!=|<=|>=|&&|\|\||\S").Select(match => match.Value)];

        private int _at;

        private string Current => _at < _tokens.Count ? _tokens[_at] : "";

        public void ExpectEnd()
        {
            if (_at < _tokens.Count)
            {
                throw new FormatException($"{Current} is not understood in {text}");
            }
        }

        public Cel Ternary()
        {
            var condition = Binary(0);
            if (!Take("?"))
            {
                return condition;
            }

            var yes = Ternary();
            Expect(":");
            return new("?:", null, [condition, yes, Ternary()]);
        }

        private static readonly string[][] Levels = [["||"], ["&&"], ["==", "!=", "<=", ">=", "<", ">"], ["+"]];

        private Cel Binary(int level)
        {
            if (level == Levels.Length)
            {
                return Unary();
            }

            var left = Binary(level + 1);
            while (Levels[level].Contains(Current))
            {
                var sign = _tokens[_at++];
                left = new(sign, null, [left, Binary(level + 1)]);
            }

            return left;
        }

        private Cel Unary() => Take("!") ? new("!", null, [Unary()]) : Member(Primary());

        private Cel Member(Cel target)
        {
            while (Take("."))
            {
                var name = _tokens[_at++];
                if (Take("("))
                {
                    var argument = Ternary();
                    Expect(")");
                    target = new(name, null, [target, argument]);
                }
                else
                {
                    target = new(".", name.StartsWith("__", StringComparison.Ordinal) ? name[2..^2] : name, [target]);
                }
            }

            return target;
        }

        private Cel Primary()
        {
            var token = _tokens[_at++];
            if (token == "(")
            {
                var inner = Ternary();
                Expect(")");
                return inner;
            }

            if (token is "has" or "size")
            {
                Expect("(");
                var argument = Ternary();
                Expect(")");
                return new(token, null, [argument]);
            }

            return token switch
            {
                "self" or "oldSelf" => new(token, null, []),
                "true" or "false" => new("literal", token == "true", []),
                _ when token[0] == '\'' => new("literal", token[1..^1], []),
                _ when char.IsAsciiDigit(token[0]) => new("literal", long.Parse(token, CultureInfo.InvariantCulture), []),
                _ => throw new FormatException($"{token} is not understood in {text}"),
            };
        }

        private bool Take(string token)
        {
            if (Current != token)
            {
                return false;
            }

            _at++;
            return true;
        }

        private void Expect(string token)
        {
            if (!Take(token))
            {
                throw new FormatException($"{token} is missing before {Current} in {text}");
            }
        }
    }
}
