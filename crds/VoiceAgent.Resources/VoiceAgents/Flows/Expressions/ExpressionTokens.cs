namespace VoiceAgent.Resources.VoiceAgents.Flows.Expressions;

internal enum TokenKind
{
    Word,
    Literal,
    Sign,
    And,
    Or,
    Not,
    Open,
    Close,
    End,
}

internal readonly record struct Token(TokenKind Kind, string Text, int Position);

/// <summary>Cuts the text of a condition into tokens.</summary>
internal static class ExpressionTokens
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "<", ">"];

    public static IReadOnlyList<Token> Of(string text)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Next(text, at, out var length);
            tokens.Add(token);
            at += length;
        }

        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static Token Next(string text, int at, out int length)
    {
        var first = text[at];
        if (first is '"' or '\'')
        {
            var end = text.IndexOf(first, at + 1);
            length = end < 0 ? throw new ExpressionException("a quotation mark is not closed", at) : end - at + 1;
            return new(TokenKind.Literal, text[(at + 1)..end], at);
        }

        if (char.IsAsciiLetter(first))
        {
            length = LengthWhile(text, at, c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
            return Word(text.Substring(at, length), at);
        }

        if (char.IsAsciiDigit(first) || (first == '-' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            length = 1 + LengthWhile(text, at + 1, c => char.IsAsciiDigit(c) || c == '.');
            return new(TokenKind.Literal, text.Substring(at, length), at);
        }

        return Symbol(text, at, out length);
    }

    private static Token Word(string word, int at) => word switch
    {
        "and" => new(TokenKind.And, word, at),
        "or" => new(TokenKind.Or, word, at),
        "not" => new(TokenKind.Not, word, at),
        "contains" => new(TokenKind.Sign, word, at),
        "true" or "false" => new(TokenKind.Literal, word, at),
        _ => new(TokenKind.Word, word, at),
    };

    private static Token Symbol(string text, int at, out int length)
    {
        var rest = text.AsSpan(at);
        foreach (var (symbol, kind) in new[] { ("&&", TokenKind.And), ("||", TokenKind.Or) })
        {
            if (rest.StartsWith(symbol))
            {
                length = 2;
                return new(kind, symbol, at);
            }
        }

        foreach (var sign in Signs)
        {
            if (rest.StartsWith(sign))
            {
                length = sign.Length;
                return new(TokenKind.Sign, sign, at);
            }
        }

        length = 1;
        return text[at] switch
        {
            '(' => new(TokenKind.Open, "(", at),
            ')' => new(TokenKind.Close, ")", at),
            '!' => new(TokenKind.Not, "!", at),
            '=' => throw new ExpressionException("write == to compare", at),
            var other => throw new ExpressionException($"{other} is not understood", at),
        };
    }

    private static int LengthWhile(string text, int at, Func<char, bool> belongs)
    {
        var end = at;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return end - at;
    }
}

/// <summary>The text of a condition is not one. Stays inside the parser.</summary>
internal sealed class ExpressionException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;
}
