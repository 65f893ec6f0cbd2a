using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Runtime.Knowledge;

/// <summary>
/// Orders what the full-text index found. The index adds up every synonym of a word as if each were asked for; here a word of the question
/// counts once, by its best match, so that a passage with all of the words comes before one that has one of them in many forms.
/// </summary>
internal sealed class PassageRanking
{
    private const double KinMatch = 0.6;
    private const double SoundMatch = 0.3;
    private const double HeadingBonus = 0.4;
    private const double HeadingAlone = 0.9;
    private const double TitleAlone = 0.5;
    private const double Saturation = 0.3;

    private readonly Dictionary<long, Entry> _entries = [];
    private readonly Dictionary<string, int> _passagesWith = new(StringComparer.Ordinal);

    /// <summary>Learns the words of a passage.</summary>
    public void Add(long id, Passage passage)
    {
        var headings = passage.Heading.Split(" / ");
        var entry = new Entry(Stems(string.Join(' ', headings.SkipLast(1))), Stems(headings[^1]), Stems(passage.Text));
        _entries[id] = entry;
        foreach (var stem in entry.Body.Keys.Concat(entry.Heading.Keys).Concat(entry.Title.Keys).Distinct())
        {
            _passagesWith[stem] = _passagesWith.GetValueOrDefault(stem) + 1;
        }
    }

    /// <summary>The found passages with their scores, best first.</summary>
    public IEnumerable<Passage> Order(IReadOnlyList<string> question, IEnumerable<(long Id, Passage Passage)> found)
    {
        var stems = question.Select(EnglishWords.Stem).ToHashSet(StringComparer.Ordinal);
        var terms = question.Select(word => new Term(this, word, stems)).ToArray();
        return found.Select(pair => pair.Passage with { Score = terms.Sum(term => term.In(_entries[pair.Id])) })
            .Where(passage => passage.Score > 0)
            .OrderByDescending(passage => passage.Score);
    }

    private static Dictionary<string, int> Stems(string text) =>
        EnglishWords.Telling(text).Select(EnglishWords.Stem).CountBy(stem => stem).ToDictionary(StringComparer.Ordinal);

    private sealed class Entry(Dictionary<string, int> title, Dictionary<string, int> heading, Dictionary<string, int> body)
    {
        /// <summary>Words of the outer headings, which a document's passages have in common.</summary>
        public Dictionary<string, int> Title { get; } = title;

        public Dictionary<string, int> Heading { get; } = heading;

        public Dictionary<string, int> Body { get; } = body;

        public HashSet<string> Sounds { get; } = [.. title.Keys.Concat(heading.Keys).Concat(body.Keys).Select(SoundKey.Of).OfType<string>()];
    }

    /// <summary>A word of the question.</summary>
    private sealed class Term
    {
        private readonly string _stem;
        private readonly string? _sound;
        private readonly string[] _kin;
        private readonly double _weight;

        public Term(PassageRanking ranking, string word, HashSet<string> question)
        {
            _stem = EnglishWords.Stem(word);
            _sound = SoundKey.Of(_stem);
            // Kin that the question names itself is no second find.
            _kin = [.. EnglishWords.KinOf(word).Select(EnglishWords.Stem).Distinct().Except(question)];
            var having = ranking._passagesWith.GetValueOrDefault(_stem);
            // A word that no passage has is judged by its kin or its sound, which say less.
            _weight = Math.Log(1 + ranking._entries.Count / (having == 0 ? 4 : having + 0.5));
        }

        public double In(Entry entry)
        {
            var match = Math.Max(Match(entry, _stem), _kin.Length == 0 ? 0 : KinMatch * _kin.Max(kin => Match(entry, kin)));
            return _weight * (match > 0 ? match : _sound is not null && entry.Sounds.Contains(_sound) ? SoundMatch : 0);
        }

        private static double Match(Entry entry, string stem)
        {
            var times = entry.Body.GetValueOrDefault(stem);
            var inHeading = entry.Heading.ContainsKey(stem);
            return times > 0 ? 1 + (inHeading ? HeadingBonus : 0) + Saturation * (1 - 1.0 / times)
                : inHeading ? HeadingAlone
                : entry.Title.ContainsKey(stem) ? TitleAlone
                : 0;
        }
    }
}
