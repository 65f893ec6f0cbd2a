namespace VoiceAgent.Resources.VoiceAgents.Flows.Expressions;

/// <summary>
/// Parses the conditions of edges: comparisons (<c>== != &lt; &lt;= &gt; &gt;= contains</c>) of variables, numbers and quoted texts,
/// joined by <c>and</c>, <c>or</c>, <c>not</c> and parentheses.
/// </summary>
public static class ExpressionParser
{
    // Far above anything a person writes; keeps hostile input from exhausting the stack.
    private const int DeepestNesting = 32;

    /// <summary>Parses a condition. Never throws.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="expression">The condition, parsed; null when it is not one.</param>
    /// <param name="problem">What is wrong and where; null when nothing is.</param>
    public static bool TryParse(string text, out FlowExpression? expression, out string? problem)
    {
        try
        {
            var cursor = new Cursor(ExpressionTokens.Of(text));
            expression = Either(cursor, 0);
            cursor.Expect(TokenKind.End, "and, or, or a comparison");
            problem = null;
            return true;
        }
        catch (ExpressionException exception)
        {
            expression = null;
            problem = $"{exception.Message} at character {exception.Position + 1}";
            return false;
        }
    }

    private static FlowExpression Either(Cursor cursor, int depth)
    {
        var left = Both(cursor, depth);
        while (cursor.Take(TokenKind.Or))
        {
            left = new EitherHolds(left, Both(cursor, depth));
        }

        return left;
    }

    private static FlowExpression Both(Cursor cursor, int depth)
    {
        var left = Negation(cursor, depth);
        while (cursor.Take(TokenKind.And))
        {
            left = new BothHold(left, Negation(cursor, depth));
        }

        return left;
    }

    private static FlowExpression Negation(Cursor cursor, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new ExpressionException("the condition is nested too deeply", cursor.Current.Position);
        }

        if (cursor.Take(TokenKind.Not))
        {
            return new DoesNotHold(Negation(cursor, depth + 1));
        }

        if (cursor.Take(TokenKind.Open))
        {
            var inner = Either(cursor, depth + 1);
            cursor.Expect(TokenKind.Close, "a closing parenthesis");
            return inner;
        }

        return Compared(cursor);
    }

    private static FlowExpression Compared(Cursor cursor)
    {
        var left = Value(cursor);
        if (cursor.Current.Kind != TokenKind.Sign)
        {
            return new IsTruthy(left);
        }

        var sign = cursor.Next().Text switch
        {
            "==" => ComparisonSign.Equal,
            "!=" => ComparisonSign.NotEqual,
            "<" => ComparisonSign.Less,
            "<=" => ComparisonSign.LessOrEqual,
            ">" => ComparisonSign.Greater,
            ">=" => ComparisonSign.GreaterOrEqual,
            _ => ComparisonSign.Contains,
        };
        return new Comparison(left, sign, Value(cursor));
    }

    private static Operand Value(Cursor cursor)
    {
        if (cursor.Current.Kind is not (TokenKind.Word or TokenKind.Literal))
        {
            throw new ExpressionException("a variable, a number or a quoted text is missing", cursor.Current.Position);
        }

        var token = cursor.Next();
        return new(token.Text, token.Kind == TokenKind.Word);
    }

    private sealed class Cursor(IReadOnlyList<Token> tokens)
    {
        private int _at;

        public Token Current => tokens[_at];

        public Token Next() => tokens[_at++];

        public bool Take(TokenKind kind)
        {
            if (Current.Kind != kind)
            {
                return false;
            }

            // The end stays current: there is nothing after it.
            _at += kind == TokenKind.End ? 0 : 1;
            return true;
        }

        public void Expect(TokenKind kind, string words)
        {
            if (!Take(kind))
            {
                throw new ExpressionException($"{words} is missing", Current.Position);
            }
        }
    }
}
