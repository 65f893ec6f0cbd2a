namespace VoiceAgent.Providers.Spoken;

/// <summary>What words of English mean, as far as finding an answer needs it: which of them tell something, their stems, and their kin.</summary>
public static class EnglishWords
{
    private static readonly HashSet<string> Function = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "and", "or", "but", "if", "then", "than", "of", "in", "on", "at", "to", "for", "from", "by", "with", "about", "into",
        "over", "as", "is", "are", "was", "were", "be", "been", "being", "am", "do", "does", "did", "done", "doing", "don't", "doesn't", "didn't",
        "have", "has", "had", "having", "will", "would", "can", "could", "should", "shall", "may", "might", "must", "i", "you", "he", "she", "it",
        "we", "they", "me", "him", "her", "us", "them", "my", "your", "his", "its", "our", "their", "mine", "yours", "this", "that", "these",
        "those", "there", "here", "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "not", "no", "nor", "so", "too", "very",
        "just", "also", "only", "even", "any", "some", "please", "i'm", "i'll", "i'd", "i've", "it's", "what's", "that's", "you're", "we're",
        "can't", "won't", "isn't", "aren't", "wasn't", "couldn't", "let", "let's", "tell", "know", "want", "wanted", "like", "need", "get", "got",
        "give", "go", "going", "thing", "things", "something", "anything", "anybody", "anyone", "somebody", "someone", "really", "actually",
        "okay", "ok", "well", "oh", "um", "uh", "yes", "yeah", "hello", "hi", "thanks", "thank", "m", "s", "t", "now", "much", "many", "kind",
        "possible", "allowed", "able", "happen", "happens", "hey", "sorry", "exactly",
    };

    private static readonly HashSet<string> Measures = new(StringComparer.Ordinal)
    {
        "late", "early", "far", "old", "big", "often", "soon", "fast", "quickly", "high", "young",
    };

    // Words of many questions that narrow the answer down only a little.
    private static readonly HashSet<string> Weak = new(StringComparer.Ordinal)
    {
        "take", "taking", "taken", "make", "making", "made", "come", "coming", "use", "using", "bring", "put", "see", "find", "work", "works",
        "time", "times", "day", "days", "way", "long", "late", "early", "first", "last", "new", "old", "big", "good", "bad", "best", "again", "back",
        "before", "after", "still", "today", "tomorrow", "soon", "own", "other", "another", "more", "most", "less", "one", "two", "person", "people",
        "keep", "start", "help", "ask", "call", "available", "wait", "stay", "cost", "costs", "price", "pay", "charge", "be",
        "hour", "hours", "week", "weeks", "problem", "question", "information", "getting", "anywhere", "around", "while", "during", "without", "duration",
    };

    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["teeth"] = "tooth", ["children"] = "child", ["feet"] = "foot", ["men"] = "man", ["women"] = "woman", ["mice"] = "mouse", ["wives"] = "wife",
        ["knives"] = "knife", ["lives"] = "life", ["shelves"] = "shelf", ["paid"] = "pay", ["bought"] = "buy", ["brought"] = "bring", ["came"] = "come",
        ["went"] = "go", ["gone"] = "go", ["took"] = "take", ["taken"] = "take", ["made"] = "make", ["broke"] = "break", ["broken"] = "break",
        ["lost"] = "lose", ["left"] = "leave", ["kept"] = "keep", ["sent"] = "send", ["spoke"] = "speak", ["spoken"] = "speak", ["ate"] = "eat",
        ["eaten"] = "eat", ["drank"] = "drink", ["drunk"] = "drink", ["drove"] = "drive", ["driven"] = "drive", ["fell"] = "fall", ["fallen"] = "fall",
        ["felt"] = "feel", ["found"] = "find", ["gave"] = "give", ["given"] = "give", ["knew"] = "know", ["known"] = "know", ["said"] = "say",
        ["saw"] = "see", ["seen"] = "see", ["sold"] = "sell", ["told"] = "tell", ["wore"] = "wear", ["worn"] = "wear", ["forgot"] = "forget",
        ["forgotten"] = "forget", ["hurts"] = "hurt", ["swollen"] = "swell",
    };

    private static readonly Lazy<Dictionary<string, string[]>> Kin = new(ReadKin);

    /// <summary>Whether a word tells nothing of what a sentence is about.</summary>
    public static bool IsFunction(string word) => Function.Contains(word);

    /// <summary>Whether a word narrows an answer down only a little.</summary>
    public static bool IsWeak(string word) => Weak.Contains(word);

    /// <summary>The words of a text that tell something, as spoken, in order.</summary>
    public static IEnumerable<string> Telling(string text) => Telling(SpokenEnglish.Words(text));

    /// <summary>
    /// The words that tell something, in order. A measure after "how" tells the kind of answer and not its subject, "how much" asks for a price, "how long" for a duration, and having none of a thing
    /// is the same as being without it.
    /// </summary>
    public static IEnumerable<string> Telling(IReadOnlyList<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var before = at > 0 ? words[at - 1] : "";
            if (words[at] is "have" or "got" && before is "don't" or "not" or "doesn't" or "haven't" or "hasn't")
            {
                yield return "without";
            }
            else if (before == "how" && words[at] is "expensive" or "cheap" or "much" && words.ElementAtOrDefault(at + 1) != "time")
            {
                yield return "price";
            }
            else if (before == "how" && words[at] == "long")
            {
                yield return "duration";
            }
            else if (!IsFunction(words[at]) && !(before == "how" && Measures.Contains(words[at])))
            {
                yield return words[at];
            }
        }
    }

    /// <summary>The words that callers use for the same, without the word itself.</summary>
    public static IReadOnlyList<string> KinOf(string word) => Kin.Value.GetValueOrDefault(Stem(word), []);

    /// <summary>A word without its endings: "openings" and "opened" become "open".</summary>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var stem = word.EndsWith("'s", StringComparison.Ordinal) ? word[..^2] : word;
        if (Irregular.TryGetValue(stem, out var regular))
        {
            return regular;
        }

        stem = stem.Length > 4 && stem.EndsWith("ies", StringComparison.Ordinal) ? stem[..^3] + "y"
            : stem.Length > 4 && (stem.EndsWith("sses", StringComparison.Ordinal) || stem.EndsWith("ches", StringComparison.Ordinal)
                || stem.EndsWith("shes", StringComparison.Ordinal) || stem.EndsWith("xes", StringComparison.Ordinal)) ? stem[..^2]
            : stem.Length > 3 && stem[^1] == 's' && stem[^2] is not ('s' or 'u' or 'i') ? stem[..^1]
            : stem;
        foreach (var ending in (string[])["ing", "ed"])
        {
            if (stem.Length - ending.Length >= 3 && stem.EndsWith(ending, StringComparison.Ordinal) && stem[..^ending.Length].Any(IsVowel))
            {
                stem = stem[..^ending.Length];
                return stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z') ? stem[..^1] : stem.TrimEnd('e');
            }
        }

        return stem.Length > 4 && stem[^1] == 'e' ? stem[..^1] : stem;
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static Dictionary<string, string[]> ReadKin()
    {
        using var resource = typeof(EnglishWords).Assembly.GetManifestResourceStream("synonyms.txt")!;
        using var reader = new StreamReader(resource);
        var kin = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var word in words)
            {
                var stem = Stem(word);
                kin.TryAdd(stem, []);
                kin[stem].UnionWith(words.Where(other => Stem(other) != stem));
            }
        }

        return kin.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal);
    }
}
