using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Providers.Local.Vocabulary;

/// <summary>What callers of any business say, read from <c>caller-english.txt</c>.</summary>
internal sealed class CallerEnglish
{
    private static readonly Lazy<CallerEnglish> Shared = new(() => new CallerEnglish());

    private readonly Dictionary<string, List<string[]>> _sections = [];

    private CallerEnglish()
    {
        using var resource = typeof(CallerEnglish).Assembly.GetManifestResourceStream("caller-english.txt")!;
        using var reader = new StreamReader(resource);
        List<string[]>? section = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                _sections[line] = section = [];
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                section!.Add(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }

    public static CallerEnglish Instance => Shared.Value;

    /// <summary>Whole utterances.</summary>
    public IReadOnlyList<string[]> Phrases => _sections["[phrases]"];

    /// <summary>Questions and requests with slots.</summary>
    public IReadOnlyList<string[]> Frames => _sections["[frames]"];

    /// <summary>Middles and ends of sentences with slots.</summary>
    public IReadOnlyList<string[]> Tails => _sections["[tails]"];

    /// <summary>What one can do or ask to do.</summary>
    public IReadOnlyList<string[]> Verbs => _sections["[verbs]"];

    /// <summary>Common words.</summary>
    public IEnumerable<string> Words => _sections["[words]"].SelectMany(line => line);

    public static IReadOnlyList<string[]> Days { get; } =
        Lines("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays");

    public static IReadOnlyList<string[]> Months { get; } = Lines(
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december");

    public static IReadOnlyList<string[]> Numbers { get; } =
        [.. Enumerable.Range(0, 101).Concat([200, 300, 500, 1000]).Select(number => SpokenNumber.Cardinal(number).Split(' ')), ["oh"]];

    public static IReadOnlyList<string[]> Ordinals { get; } =
        [.. Enumerable.Range(1, 31).Select(number => SpokenNumber.Ordinal(number).Split(' '))];

    public static IReadOnlyList<string[]> Times { get; } =
    [
        .. Enumerable.Range(1, 12).Select(hour => SpokenNumber.Cardinal(hour)).SelectMany(hour => new[]
        {
            new[] { hour }, [hour, "o'clock"], [hour, "a", "m"], [hour, "p", "m"], [hour, "thirty"], [hour, "fifteen"], [hour, "forty", "five"],
            ["half", "past", hour], ["quarter", "past", hour], ["quarter", "to", hour], [hour, "in", "the", "morning"], [hour, "in", "the", "evening"],
        }),
        ["noon"], ["midnight"], ["lunch", "time"],
    ];

    private static List<string[]> Lines(params string[] words) => [.. words.Select(word => new[] { word })];
}
