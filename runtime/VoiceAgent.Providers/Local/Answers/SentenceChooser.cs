using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Providers.Local.Answers;

/// <summary>Finds the sentences that answer a question. Whatever it returns stands in a passage, word for word.</summary>
internal static class SentenceChooser
{
    private const double KinMatch = 0.7;
    private const double HeadingMatch = 0.6;
    private const double PreviousQuestion = 0.45;
    private const double ExpectedBonus = 0.8;
    private const double RankBonus = 0.5;
    private const double Companion = 0.8;
    private const double LeastCoverage = 0.3;
    private const int Most = 3;

    /// <summary>One to three sentences of one passage in their order; none when nothing fits.</summary>
    public static IReadOnlyList<string> Choose(Exchange exchange)
    {
        var candidates = exchange.Passages.SelectMany((passage, rank) => Candidates(passage, rank)).ToArray();
        var terms = Terms(exchange, candidates);
        if (terms.Count == 0 || candidates.Length == 0)
        {
            return [];
        }

        var expected = ExpectedAnswer.For(exchange.Words);
        var best = exchange.Passages.Max(passage => passage.Score);
        var typical = terms.Average(term => term.Weight);
        foreach (var candidate in candidates)
        {
            var matched = terms.Sum(term => term.Weight * candidate.Match(term));
            candidate.Coverage = matched / terms.Sum(term => term.Weight);
            candidate.Score = matched
                + (matched > 0 && expected.Any(kind => kind.IsMatch(candidate.Spoken)) ? ExpectedBonus * typical : 0)
                + (best > 0 ? RankBonus * typical * candidate.Passage.Score / best : 0);
        }

        var first = candidates.MaxBy(candidate => candidate.Score)!;
        return first.Coverage < LeastCoverage ? [] : [.. WithCompanions(first, candidates).Select(candidate => candidate.Text)];
    }

    private static IEnumerable<Candidate> WithCompanions(Candidate first, Candidate[] candidates) => candidates
        .Where(candidate => ReferenceEquals(candidate.Passage, first.Passage) && candidate.Score >= Companion * first.Score)
        .OrderByDescending(candidate => candidate.Score)
        .Take(Most)
        .OrderBy(candidate => candidate.Position);

    private static IEnumerable<Candidate> Candidates(Passage passage, int rank) =>
        SentenceBoundary.Split(passage.Text).Select((text, position) => new Candidate(passage, rank, position, text));

    private static List<Term> Terms(Exchange exchange, Candidate[] candidates)
    {
        var terms = new Dictionary<string, Term>(StringComparer.Ordinal);
        Add(exchange.Words, 1);
        if (exchange.PreviousQuestion is { } previous && FollowUp.Is(exchange.Words))
        {
            Add(SpokenEnglish.Words(previous), PreviousQuestion);
        }

        return [.. terms.Values];

        void Add(IEnumerable<string> words, double share)
        {
            foreach (var word in words.Where(word => !EnglishWords.IsFunction(word)))
            {
                var stem = EnglishWords.Stem(word);
                var kin = EnglishWords.KinOf(word).Select(EnglishWords.Stem).ToHashSet(StringComparer.Ordinal);
                var having = candidates.Count(candidate => candidate.Stems.Contains(stem));
                terms.TryAdd(stem, new Term(stem, kin, share * Math.Log(1 + candidates.Length / (0.5 + having))));
            }
        }
    }

    /// <summary>A telling word of the question.</summary>
    private sealed record Term(string Stem, HashSet<string> Kin, double Weight);

    /// <summary>A sentence that may answer.</summary>
    private sealed class Candidate
    {
        private readonly HashSet<string> _heading;

        public Candidate(Passage passage, int rank, int position, string text)
        {
            (Passage, Rank, Position, Text) = (passage, rank, position, text);
            var words = SpokenEnglish.Words(text);
            Spoken = string.Join(' ', words);
            Stems = [.. words.Select(EnglishWords.Stem)];
            _heading = [.. SpokenEnglish.Words(passage.Heading).Select(EnglishWords.Stem)];
        }

        public Passage Passage { get; }

        public int Rank { get; }

        public int Position { get; }

        public string Text { get; }

        public string Spoken { get; }

        public HashSet<string> Stems { get; }

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
