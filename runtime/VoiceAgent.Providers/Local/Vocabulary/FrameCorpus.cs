using System.Runtime.InteropServices;

namespace VoiceAgent.Providers.Local.Vocabulary;

/// <summary>Counts lines with slots as if every filling had been said.</summary>
/// <param name="counts">Takes the counts.</param>
/// <param name="slots">The fillings of each slot.</param>
/// <param name="unpronounceable">Words that a decoder cannot hear; a line with one is cut there.</param>
internal sealed class FrameCorpus(WordCounts counts, IReadOnlyDictionary<string, IReadOnlyList<string[]>> slots, IReadOnlySet<string> unpronounceable)
{
    private readonly List<int> _line = [];

    /// <summary>Adds lines whose weights sum up to <paramref name="total"/>.</summary>
    public void Add(IReadOnlyCollection<string[]> lines, float total)
    {
        foreach (var line in lines)
        {
            Fill(line, total / lines.Count);
        }
    }

    private void Fill(string[] line, float weight)
    {
        var fillings = line.Where(slots.ContainsKey).Select(slot => slots[slot].Count).DefaultIfEmpty(1).Max();
        for (var turn = 0; turn < fillings; turn++)
        {
            _line.Clear();
            if (line[0] != "...")
            {
                _line.Add(WordCounts.Begin);
            }

            // A second slot walks through its fillings at another pace, so that all pairs of neighbours come up over many lines.
            var pace = 1;
            foreach (var token in line)
            {
                if (!slots.TryGetValue(token, out var values))
                {
                    Append(token, weight / fillings);
                    continue;
                }

                foreach (var word in values[(int)((long)turn * pace % values.Count)])
                {
                    Append(word, weight / fillings);
                }

                pace += 6;
            }

            if (line[^1] != "...")
            {
                _line.Add(WordCounts.End);
            }

            counts.Add(CollectionsMarshal.AsSpan(_line), weight / fillings);
        }
    }

    private void Append(string word, float weight)
    {
        if (word == "...")
        {
            return;
        }

        if (unpronounceable.Contains(word))
        {
            counts.Add(CollectionsMarshal.AsSpan(_line), weight);
            _line.Clear();
            return;
        }

        _line.Add(counts.Id(word));
    }
}
