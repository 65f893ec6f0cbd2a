using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Providers.Local.Answers;

/// <summary>Finds the sentences that answer a question. Whatever it returns stands in a passage, word for word.</summary>
internal static class SentenceChooser
{
    private const double KinMatch = 0.7;
    private const double HeadingMatch = 0.8;
    private const double WeakWord = 0.4;
    private const double PreviousQuestion = 0.45;
    private const double ExpectedBonus = 0.4;
    private const double RankBonus = 0.3;
    private const double Companion = 0.8;
    private const double Density = 0.3;
    private const double LeastCoverage = 0.15;
    private const int Most = 3;

    /// <summary>One to three sentences of one passage in their order; none when nothing fits.</summary>
    public static IReadOnlyList<string> Choose(Exchange exchange)
    {
        var candidates = exchange.Passages.SelectMany(Candidates).ToArray();
        var terms = Terms(exchange);
        if (terms.Count == 0 || candidates.Length == 0)
        {
            return [];
        }

        var expected = ExpectedAnswer.For(exchange.Words);
        var best = exchange.Passages.Max(passage => passage.Score);
        var total = terms.Sum(term => term.Weight);
        foreach (var candidate in candidates)
        {
            candidate.Coverage = terms.Sum(term => term.Weight * candidate.Match(term)) / total;
            candidate.Score = candidate.Coverage
                + Density * terms.Count(term => candidate.Match(term) > 0) / Math.Max(3, candidate.Telling)
                + (candidate.Coverage > 0 && expected.Any(kind => kind.IsMatch(candidate.Spoken)) ? ExpectedBonus : 0)
                + (best > 0 ? RankBonus * candidate.Passage.Score / best : 0);
        }

        var first = candidates.MaxBy(candidate => candidate.Score)!;
        return first.Coverage < LeastCoverage ? [] : [.. WithCompanions(first, candidates).Select(candidate => candidate.Text)];
    }

    private static IEnumerable<Candidate> WithCompanions(Candidate first, Candidate[] candidates) => candidates
        .Where(candidate => ReferenceEquals(candidate.Passage, first.Passage) && candidate.Score >= Companion * first.Score)
        .OrderByDescending(candidate => candidate.Score)
        .Take(Most)
        .OrderBy(candidate => candidate.Position);

    private static IEnumerable<Candidate> Candidates(Passage passage) =>
        SentenceBoundary.Split(passage.Text).Select((text, position) => new Candidate(passage, position, text));

    private static List<Term> Terms(Exchange exchange)
    {
        var terms = new Dictionary<string, Term>(StringComparer.Ordinal);
        Add(exchange.Words, 1);
        if (exchange.PreviousQuestion is { } previous && FollowUp.Is(exchange.Words))
        {
            Add(SpokenEnglish.Words(previous), PreviousQuestion);
        }

        foreach (var term in terms.Values)
        {
            // Kin that the question names itself is no second find.
            term.Kin.ExceptWith(terms.Keys);
        }

        return [.. terms.Values];

        void Add(IReadOnlyList<string> words, double share)
        {
            foreach (var word in EnglishWords.Telling(words))
            {
                var kin = EnglishWords.KinOf(word).Select(EnglishWords.Stem).ToHashSet(StringComparer.Ordinal);
                var stem = EnglishWords.Stem(word);
                terms.TryAdd(stem, new Term(stem, kin, share * (EnglishWords.IsWeak(word) ? WeakWord : 1)));
            }
        }
    }

    /// <summary>A telling word of the question.</summary>
    private sealed record Term(string Stem, HashSet<string> Kin, double Weight);

    /// <summary>A sentence that may answer.</summary>
    private sealed class Candidate
    {
        private readonly HashSet<string> _heading;

        public Candidate(Passage passage, int position, string text)
        {
            (Passage, Position, Text) = (passage, position, text);
            var words = SpokenEnglish.Words(text);
            Spoken = string.Join(' ', words);
            Stems = [.. words.Select(EnglishWords.Stem)];
            Telling = words.Count(word => !EnglishWords.IsFunction(word));
            _heading = [.. SpokenEnglish.Words(passage.Heading).Select(EnglishWords.Stem)];
        }

        public Passage Passage { get; }

        public int Position { get; }

        public string Text { get; }

        public string Spoken { get; }

        public HashSet<string> Stems { get; }

        public int Telling { get; }

        public double Score { get; set; }

        public double Coverage { get; set; }

        public double Match(Term term) =>
            Stems.Contains(term.Stem) ? 1
            : Stems.Overlaps(term.Kin) ? KinMatch
            : _heading.Contains(term.Stem) ? HeadingMatch
            : _heading.Overlaps(term.Kin) ? HeadingMatch * KinMatch
            : 0;
    }
}
