namespace VoiceAgent.Providers.Local.Vocabulary;

/// <summary>The things that an agent's sentences are about: runs of telling words, found without grammar.</summary>
internal static class NounPhrases
{
    private const int Longest = 3;

    private static readonly HashSet<string> Function = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "and", "or", "but", "if", "then", "than", "of", "in", "on", "at", "to", "for", "from", "by", "with", "without", "about",
        "into", "over", "under", "after", "before", "during", "until", "till", "between", "as", "is", "are", "was", "were", "be", "been", "being",
        "am", "do", "does", "did", "have", "has", "had", "will", "would", "can", "could", "should", "shall", "may", "might", "must", "i", "you",
        "he", "she", "it", "we", "they", "me", "him", "her", "us", "them", "my", "your", "his", "its", "our", "their", "this", "that", "these",
        "those", "there", "here", "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "not", "no", "nor", "so", "too", "very",
        "just", "also", "only", "even", "each", "every", "any", "some", "all", "both", "more", "most", "other", "such", "own", "same", "again",
        "please", "yes", "don't", "doesn't", "can't", "won't", "isn't", "aren't", "it's", "you're", "we're", "i'm", "you'll", "we'll",
    };

    private static readonly HashSet<string> Joints = new(StringComparer.Ordinal) { "of", "for", "and", "to", "in", "or", "on", "per", "with", "a", "the" };

    /// <summary>Whether a word tells nothing of what a sentence is about.</summary>
    public static bool IsFunction(string word) => Function.Contains(word);

    /// <summary>Every run of one to three telling words, also with a joint between two of them: "proof of insurance".</summary>
    public static IReadOnlyList<string[]> In(IEnumerable<string[]> sentences)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var phrases = new List<string[]>();
        foreach (var words in sentences)
        {
            for (var start = 0; start < words.Length; start++)
            {
                for (var length = 1; length <= Longest && start + length <= words.Length; length++)
                {
                    var phrase = words[start..(start + length)];
                    if (IsThing(phrase) && found.Add(string.Join(' ', phrase)))
                    {
                        phrases.Add(phrase);
                    }
                }
            }
        }

        return phrases;
    }

    private static bool IsThing(string[] phrase) =>
        !Function.Contains(phrase[0]) && !Function.Contains(phrase[^1])
        && phrase.Skip(1).SkipLast(1).All(word => !Function.Contains(word) || Joints.Contains(word));
}
