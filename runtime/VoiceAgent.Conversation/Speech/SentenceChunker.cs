using System.Text;

namespace VoiceAgent.Conversation.Speech;

/// <summary>
/// Cuts a stream of text into pieces worth speaking: sentences, and for the very first piece a clause, because the caller is waiting for it.
/// A boundary needs one character of look-ahead, so that "3.5" and "9:30" stay whole.
/// </summary>
internal sealed class SentenceChunker
{
    // Shorter pieces give synthesis too little to find a melody (LiveKit and Pipecat use 20 as well).
    private const int MinSentence = 20;
    private const int MinFirstClause = 24;
    private const int MaxPiece = 240;

    private static readonly string[] Abbreviations = ["dr", "mr", "mrs", "ms", "prof", "st", "no", "vs", "etc", "e.g", "i.e", "a.m", "p.m", "approx"];

    private readonly StringBuilder _text = new();
    private bool _first = true;
    private int _scanned;

    /// <summary>Takes more text and gives the pieces that it completes.</summary>
    public IEnumerable<string> Add(string delta)
    {
        _text.Append(delta);
        while (Boundary() is { } end)
        {
            if (Take(end) is { Length: > 0 } piece)
            {
                yield return piece;
            }
        }
    }

    /// <summary>The rest, when no more text comes; null when nothing is left.</summary>
    public string? Finish() => Take(_text.Length) is { Length: > 0 } piece ? piece : null;

    private int? Boundary()
    {
        for (; _scanned + 1 < _text.Length; _scanned++)
        {
            if (IsBoundary(_scanned))
            {
                return _scanned + 1;
            }
        }

        return _text.Length > MaxPiece ? LastSpace() : null;
    }

    private bool IsBoundary(int at)
    {
        var length = at + 1;
        return _text[at] switch
        {
            '\n' => true,
            '。' or '！' or '？' => true,
            '.' or '!' or '?' or '…' => length >= MinSentence && char.IsWhiteSpace(_text[at + 1]) && !EndsAbbreviation(at),
            ',' or ';' or ':' or '—' => _first && length >= MinFirstClause && char.IsWhiteSpace(_text[at + 1]),
            _ => false,
        };
    }

    private bool EndsAbbreviation(int at)
    {
        if (_text[at] != '.')
        {
            return false;
        }

        var start = at;
        while (start > 0 && !char.IsWhiteSpace(_text[start - 1]))
        {
            start--;
        }

        var word = _text.ToString(start, at - start).TrimStart('(', '"');
        return (word.Length == 1 && char.IsUpper(word[0])) || Abbreviations.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    private int LastSpace()
    {
        for (var at = MaxPiece; at > MinSentence; at--)
        {
            if (char.IsWhiteSpace(_text[at]))
            {
                return at;
            }
        }

        return MaxPiece;
    }

    private string Take(int end)
    {
        var piece = SpokenForm.Of(_text.ToString(0, end));
        _text.Remove(0, end);
        _scanned = 0;
        _first &= piece.Length == 0;
        return piece;
    }
}
