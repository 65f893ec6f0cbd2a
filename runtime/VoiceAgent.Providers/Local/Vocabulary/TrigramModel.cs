using System.Buffers;
using System.Globalization;
using System.Text;

namespace VoiceAgent.Providers.Local.Vocabulary;

/// <summary>
/// Counts as an interpolated trigram model with Witten-Bell smoothing: P(w|h) = (c(hw) + T(h)·P(w|h')) / (c(h) + T(h)), where T(h) is the
/// number of different words seen after h and h' is h without its first word. Written as ARPA, where T(h) / (c(h) + T(h)) is the backoff.
/// </summary>
internal sealed class TrigramModel
{
    private const long IdMask = (1L << WordCounts.IdBits) - 1;

    private readonly WordCounts _counts;
    private readonly Dictionary<long, Context> _pairs;
    private readonly Dictionary<long, Context> _singles;
    private readonly double _total;

    public TrigramModel(WordCounts counts)
    {
        _counts = counts;
        _pairs = Contexts(counts.Trigrams);
        _singles = Contexts(counts.Bigrams);
        _total = counts.Unigrams.Where(count => count.Key != WordCounts.Begin).Sum(count => (double)count.Value);
    }

    /// <summary>The model as text.</summary>
    /// <param name="pruning">Pairs and triples that their backoff predicts within this factor are left out.</param>
    public byte[] ToArpa(double pruning)
    {
        var triples = _counts.Trigrams.Keys
            .Where(key => Prunable(Triple(key), Bow(_pairs, key >> WordCounts.IdBits) * Pair(key & ((1L << (2 * WordCounts.IdBits)) - 1)), pruning))
            .Order().ToArray();
        var needed = triples.Select(key => key >> WordCounts.IdBits).ToHashSet();
        var pairs = _counts.Bigrams.Keys
            .Where(key => needed.Contains(key) || Prunable(Pair(key), Bow(_singles, key >> WordCounts.IdBits) * Single(key & IdMask), pruning))
            .Order().ToArray();
        var output = new ArrayBufferWriter<byte>(1 << 20);
        Line(output, $"\\data\\\nngram 1={_counts.Words.Count}\nngram 2={pairs.Length}\nngram 3={triples.Length}\n\n\\1-grams:");
        for (var id = 0; id < _counts.Words.Count; id++)
        {
            Line(output, $"{(id == WordCounts.Begin ? -99 : Math.Log10(Single(id))):F4} {_counts.Words[id]} {Math.Log10(Bow(_singles, id)):F4}");
        }

        Line(output, $"\n\\2-grams:");
        foreach (var key in pairs)
        {
            Line(output, $"{Math.Log10(Pair(key)):F4} {Word(key >> WordCounts.IdBits)} {Word(key)} {Math.Log10(Bow(_pairs, key)):F4}");
        }

        Line(output, $"\n\\3-grams:");
        foreach (var key in triples)
        {
            Line(output, $"{Math.Log10(Triple(key)):F4} {Word(key >> (2 * WordCounts.IdBits))} {Word(key >> WordCounts.IdBits)} {Word(key)}");
        }

        Line(output, $"\n\\end\\");
        return output.WrittenSpan.ToArray();
    }

    private static bool Prunable(double probability, double predicted, double pruning) =>
        probability > predicted * pruning || probability * pruning < predicted;

    private string Word(long key) => _counts.Words[(int)(key & IdMask)];

    private double Single(long id) => (_counts.Unigrams.GetValueOrDefault(id) + 0.5) / (_total + 0.5 * _counts.Words.Count);

    private double Pair(long key) => Smoothed(_counts.Bigrams, _singles, key, Single(key & IdMask));

    private double Triple(long key) => Smoothed(_counts.Trigrams, _pairs, key, Pair(key & ((1L << (2 * WordCounts.IdBits)) - 1)));

    private static double Smoothed(Dictionary<long, float> counts, Dictionary<long, Context> contexts, long key, double lower) =>
        contexts.TryGetValue(key >> WordCounts.IdBits, out var context)
            ? (counts.GetValueOrDefault(key) + context.Types * lower) / (context.Total + context.Types)
            : lower;

    private static double Bow(Dictionary<long, Context> contexts, long key) =>
        contexts.TryGetValue(key, out var context) ? context.Types / (context.Total + context.Types) : 1;

    private static Dictionary<long, Context> Contexts(Dictionary<long, float> counts)
    {
        var contexts = new Dictionary<long, Context>();
        foreach (var (key, count) in counts)
        {
            var context = contexts.GetValueOrDefault(key >> WordCounts.IdBits);
            contexts[key >> WordCounts.IdBits] = new Context(context.Total + count, context.Types + 1);
        }

        return contexts;
    }

    private static void Line(ArrayBufferWriter<byte> output, FormattableString line)
    {
        Encoding.UTF8.GetBytes(line.ToString(CultureInfo.InvariantCulture), output);
        output.Write("\n"u8);
    }

    private readonly record struct Context(double Total, double Types);
}
