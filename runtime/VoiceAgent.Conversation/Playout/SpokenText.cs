using System.Text;
using VoiceAgent.Conversation.Speech;

namespace VoiceAgent.Conversation.Playout;

/// <summary>Which words of a reply lie where in its audio. Answers the one question that matters after an interruption: what was heard?</summary>
internal sealed class SpokenText(int sampleRate)
{
    // Until a sentence's audio is complete its length is not known. 15 characters a second is ordinary English speech.
    private const double CharactersPerSecond = 15;

    private readonly List<Sentence> _sentences = [];

    /// <summary>The audio appended from now on says this.</summary>
    public void Begin(string text, long position) => _sentences.Add(new Sentence(text, position));

    /// <summary>The provider said where characters of the sentence under way begin.</summary>
    public void Mark(IReadOnlyList<SpeechMark> marks, long trimmed)
    {
        var sentence = _sentences[^1];
        sentence.Marks.AddRange(marks);
        sentence.Trimmed = trimmed;
    }

    /// <summary>The sentence under way is complete.</summary>
    public void End(long position) => _sentences[^1].End = position;

    /// <summary>All that was begun.</summary>
    public string Whole => Join(_sentences.Select(sentence => sentence.Text));

    /// <summary>The whole words whose audio lies before a position, in samples since the reply began.</summary>
    public string Before(long position)
    {
        return Join(_sentences.TakeWhile(sentence => sentence.Start < position).Select(sentence => HeardOf(sentence, position)));
    }

    private string HeardOf(Sentence sentence, long position)
    {
        if (sentence.End is { } end && position >= end)
        {
            return sentence.Text;
        }

        return WholeWords(sentence.Text, sentence.Marks.Count > 0 ? ByMarks(sentence, position) : ByShare(sentence, position));
    }

    private int ByMarks(Sentence sentence, long position)
    {
        var at = TimeSpan.FromSeconds((double)(position - sentence.Start + sentence.Trimmed) / sampleRate);

        // What the latest mark begins is still being said.
        return sentence.Marks.FindLast(mark => mark.At <= at).Offset;
    }

    private int ByShare(Sentence sentence, long position)
    {
        var length = sentence.End - sentence.Start ?? sentence.Text.Length / CharactersPerSecond * sampleRate;
        return (int)(sentence.Text.Length * Math.Clamp((position - sentence.Start) / length, 0, 1));
    }

    private static string WholeWords(string text, int characters)
    {
        if (characters >= text.Length || char.IsWhiteSpace(text[characters]))
        {
            return text[..Math.Min(characters, text.Length)];
        }

        var space = text.LastIndexOf(' ', characters);
        return space < 0 ? "" : text[..space];
    }

    private static string Join(IEnumerable<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts.Where(part => part.Length > 0))
        {
            text.Append(text.Length > 0 ? " " : "").Append(part);
        }

        return text.ToString();
    }

    private sealed class Sentence(string text, long start)
    {
        public string Text { get; } = text;

        public long Start { get; } = start;

        public long? End { get; set; }

        public List<SpeechMark> Marks { get; } = [];

        public long Trimmed { get; set; }
    }
}
