using System.Runtime.InteropServices;

namespace VoiceAgent.Providers.Local.Vocabulary;

/// <summary>Weighted counts of words, pairs and triples. Word ids fit in 20 bits; 0 begins and 1 ends a sentence.</summary>
internal sealed class WordCounts
{
    /// <summary>The id of the mark before the first word.</summary>
    public const int Begin = 0;

    /// <summary>The id of the mark after the last word.</summary>
    public const int End = 1;

    /// <summary>Bits that an id takes within a key.</summary>
    public const int IdBits = 20;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal) { ["<s>"] = Begin, ["</s>"] = End };
    private readonly List<string> _words = ["<s>", "</s>"];

    /// <summary>The words by id.</summary>
    public IReadOnlyList<string> Words => _words;

    public Dictionary<long, float> Unigrams { get; } = [];

    public Dictionary<long, float> Bigrams { get; } = [];

    public Dictionary<long, float> Trigrams { get; } = [];

    /// <summary>The id of a word, new if need be.</summary>
    public int Id(string word)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, word, out var known);
        if (!known)
        {
            id = _words.Count;
            _words.Add(word);
        }

        return id;
    }

    /// <summary>Counts a sentence, its marks included in <paramref name="ids"/>, <paramref name="weight"/> times.</summary>
    public void Add(ReadOnlySpan<int> ids, float weight)
    {
        for (var at = 0; at < ids.Length; at++)
        {
            Count(Unigrams, ids[at], weight);
            if (at >= 1)
            {
                Count(Bigrams, Key(ids[at - 1], ids[at]), weight);
            }

            if (at >= 2)
            {
                Count(Trigrams, Key(ids[at - 2], ids[at - 1], ids[at]), weight);
            }
        }
    }

    public static long Key(long first, long second) => (first << IdBits) | second;

    public static long Key(long first, long second, long third) => (first << (2 * IdBits)) | (second << IdBits) | third;

    private static void Count(Dictionary<long, float> counts, long key, float weight) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += weight;
}
