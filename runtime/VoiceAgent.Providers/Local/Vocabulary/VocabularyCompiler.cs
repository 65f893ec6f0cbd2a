using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Providers.Local.Vocabulary;

/// <summary>
/// Makes a language model out of an agent's own sentences and of the way people ask for things: the sentences themselves, the noun phrases
/// in them set into question frames, phrases of every call, numbers, days and times, and a floor of common words.
/// </summary>
internal sealed class VocabularyCompiler(Pronunciations pronunciations)
{
    // How much each source counts, in sentences: a handbook of 150 sentences weighs about as much as all questions that can be asked of it.
    private static readonly float SentenceWeight = Knob("SW", 1f);
    private static readonly float FrameTotal = Knob("FT", 400f);
    private static readonly float TailTotal = Knob("TT", 200f);
    private static readonly float PhraseTotal = Knob("PT", 60f);
    private static readonly double Pruning = Knob("PR", 1.5f);

    private static float Knob(string name, float value) =>
        Environment.GetEnvironmentVariable("LM_" + name) is { } text ? float.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : value;

    public CompiledVocabulary Compile(SpeechVocabulary vocabulary)
    {
        var sentences = vocabulary.Sentences.SelectMany(SpokenSentences.In).ToArray();
        var caller = CallerEnglish.Instance;
        IReadOnlyList<string[]> things = NounPhrases.In(sentences);
        if (things.Count == 0)
        {
            things = [.. caller.Words.Where(word => !NounPhrases.IsFunction(word)).Select(word => new[] { word })];
        }

        var slots = new Dictionary<string, IReadOnlyList<string[]>>
        {
            ["{thing}"] = things, ["{verb}"] = caller.Verbs, ["{day}"] = CallerEnglish.Days, ["{month}"] = CallerEnglish.Months,
            ["{number}"] = CallerEnglish.Numbers, ["{time}"] = CallerEnglish.Times, ["{ordinal}"] = CallerEnglish.Ordinals,
        };
        var words = sentences.SelectMany(sentence => sentence)
            .Concat(caller.Words)
            .Concat(caller.Phrases.Concat(caller.Frames).Concat(caller.Tails).SelectMany(line => line).Where(word => word[0] is not ('{' or '.')))
            .Concat(slots.Values.SelectMany(values => values).SelectMany(value => value))
            .Concat(Environment.GetEnvironmentVariable("EXTRA_WORDS") is { } path ? File.ReadAllLines(path) : [])
            .ToHashSet(StringComparer.Ordinal);
        var dictionary = pronunciations.For(words, out var unpronounceable);
        var counts = new WordCounts();
        foreach (var word in words.Except(unpronounceable).Order(StringComparer.Ordinal))
        {
            counts.Id(word);
        }

        var corpus = new FrameCorpus(counts, slots, unpronounceable);
        corpus.Add(sentences, SentenceWeight * sentences.Length);
        corpus.Add(caller.Frames, FrameTotal);
        corpus.Add(caller.Tails, TailTotal);
        corpus.Add(caller.Phrases, PhraseTotal);
        return new CompiledVocabulary(vocabulary.Key, dictionary, new TrigramModel(counts).ToArpa(Pruning));
    }
}
