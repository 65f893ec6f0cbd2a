using System.Text.RegularExpressions;

namespace VoiceAgent.Providers.Local.Answers;

/// <summary>What kind of words an answer must contain, judged by the question.</summary>
internal static partial class ExpectedAnswer
{
    private static readonly (Regex Question, Regex Answer)[] Kinds =
    [
        (PriceQuestion(), PriceAnswer()), (DurationQuestion(), DurationAnswer()), (TimeQuestion(), TimeAnswer()),
        (PlaceQuestion(), PlaceAnswer()), (PersonQuestion(), PersonAnswer()), (ContactQuestion(), ContactAnswer()),
    ];

    /// <summary>The kinds of answer that a question asks for; none when it does not show.</summary>
    public static IReadOnlyList<Regex> For(IReadOnlyList<string> words)
    {
        var text = string.Join(' ', words);
        return [.. Kinds.Where(kind => kind.Question.IsMatch(text)).Select(kind => kind.Answer)];
    }

    [GeneratedRegex(@"\b(how much|cost|costs|price|prices|charge|fee|fees|expensive|cheap)\b")]
    private static partial Regex PriceQuestion();

    [GeneratedRegex(@"\b(dollars?|euros?|pounds?|cents?|free|percent|fee)\b")]
    private static partial Regex PriceAnswer();

    [GeneratedRegex(@"\b(how long|how many (minutes|hours|days|weeks)|how soon|how much time|how often|how far)\b")]
    private static partial Regex DurationQuestion();

    [GeneratedRegex(@"\b(minutes?|hours?|days?|weeks?|months?|years?|once|twice)\b")]
    private static partial Regex DurationAnswer();

    [GeneratedRegex(@"\b(when|what time|opening|open|close|closed|how late|how early|hours|until|how late|how early)\b")]
    private static partial Regex TimeQuestion();

    [GeneratedRegex(@"\b(morning|afternoon|evening|o'clock|noon|midnight|past|a m|p m|closed|hours|days|weeks)\b")]
    private static partial Regex TimeAnswer();

    [GeneratedRegex(@"\b(where|address|located|location|directions)\b")]
    private static partial Regex PlaceQuestion();

    [GeneratedRegex(@"\b(street|avenue|road|lane|square|floor|corner|opposite|behind|beside|near|above|located|address|station|building)\b")]
    private static partial Regex PlaceAnswer();

    [GeneratedRegex(@"^(and )?(who|which (doctor|person))\b")]
    private static partial Regex PersonQuestion();

    [GeneratedRegex(@"\b(doctor|mister|missus|miz|professor|team|call|our)\b")]
    private static partial Regex PersonAnswer();

    [GeneratedRegex(@"\b(email|website|phone number|telephone number|reach you|contact you|call you)\b")]
    private static partial Regex ContactQuestion();

    [GeneratedRegex(@"\b(email|website|at|dot|telephone|phone|number|call)\b")]
    private static partial Regex ContactAnswer();
}
