using System.Text.RegularExpressions;

namespace VoiceAgent.Conversation.Turns;

/// <summary>
/// How long to wait after the caller fell silent, from what was said so far. Silence alone cuts people off in mid-sentence (55 % of the time at 300 ms, livekit/eot-bench);
/// the words tell much of the rest.
/// </summary>
internal static partial class EndOfTurn
{
    // Words after which an English sentence cannot end, and the sounds of someone who is thinking.
    private static readonly HashSet<string> Unfinished = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "but", "or", "so", "because", "if", "when", "that", "which", "the", "a", "an", "my", "your", "to", "of", "for", "with", "at", "in", "on",
        "from", "is", "are", "was", "it's", "i'm", "um", "uh", "er", "hmm", "well", "like", "about", "than", "would", "could", "can", "do", "does", "how", "what",
    };

    private static readonly HashSet<string> ShortAnswers = new(StringComparer.OrdinalIgnoreCase)
    {
        "yes", "no", "yeah", "yep", "nope", "okay", "ok", "sure", "thanks", "goodbye", "bye", "hello", "hi", "please", "correct", "right",
    };

    private static readonly HashSet<string> Numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "thirty", "forty", "fifty", "double", "hundred", "thousand",
    };

    private static readonly HashSet<string> QuestionStarts = new(StringComparer.OrdinalIgnoreCase)
    {
        "what", "when", "where", "who", "how", "which", "why", "do", "does", "can", "could", "is", "are", "will", "would", "may", "have",
    };

    /// <summary>The silence after which the turn is over.</summary>
    /// <param name="text">What was understood of the turn so far.</param>
    /// <param name="options">The agent's bounds and profile.</param>
    public static TimeSpan Delay(string text, TurnOptions options)
    {
        var words = Words().Matches(text).Select(match => match.Value).ToArray();
        var seconds = Seconds(text.TrimEnd(), words) * options.Profile switch
        {
            TurnProfile.Quick => 0.6,
            TurnProfile.Dictation => 2,
            _ => 1,
        };
        var delay = TimeSpan.FromSeconds(seconds);
        return delay < options.MinSilence ? options.MinSilence : delay > options.MaxSilence ? options.MaxSilence : delay;
    }

    private static double Seconds(string text, string[] words)
    {
        if (words.Length == 0)
        {
            return 0.9;
        }

        if (Unfinished.Contains(words[^1]) || text.EndsWith("...", StringComparison.Ordinal) || text.EndsWith(',') || text.EndsWith('…'))
        {
            return 1.8;
        }

        if (IsNumber(words[^1]) && words.TakeLast(3).Count(IsNumber) > 1)
        {
            return 1.4;
        }

        if (text[^1] is '?' or '!' || (words.Length == 1 && ShortAnswers.Contains(words[0])))
        {
            return 0.3;
        }

        if (text[^1] == '.' || (words.Length >= 4 && QuestionStarts.Contains(words[0])))
        {
            return 0.4;
        }

        return words.Length >= 6 ? 0.55 : 0.7;
    }

    private static bool IsNumber(string word) => Numbers.Contains(word) || word.All(char.IsAsciiDigit);

    [GeneratedRegex(@"[\p{L}\p{N}']+")]
    private static partial Regex Words();
}
