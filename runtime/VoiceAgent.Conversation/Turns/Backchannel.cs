using System.Text.RegularExpressions;

namespace VoiceAgent.Conversation.Turns;

/// <summary>Sounds of a listener, which ask for nothing: "mm-hm", "right", "okay". They neither interrupt nor become a turn while the agent speaks.</summary>
internal static partial class Backchannel
{
    private static readonly Dictionary<string, HashSet<string>> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = Of("mm", "mhm", "mmhm", "hm", "hmm", "uh", "huh", "uhhuh", "um", "ah", "oh", "yeah", "yep", "yes", "ok", "okay", "right", "sure", "good", "great", "nice", "cool", "see", "i"),
        ["de"] = Of("mm", "mhm", "hm", "hmm", "aha", "ah", "ach", "so", "ja", "jo", "genau", "okay", "ok", "gut", "klar", "stimmt", "richtig"),
        ["fr"] = Of("mm", "mhm", "hm", "ah", "oh", "oui", "ouais", "ok", "okay", "bien", "bon", "voilà", "daccord", "accord", "d'accord"),
        ["es"] = Of("mm", "mhm", "ah", "aja", "ajá", "sí", "si", "ok", "okay", "vale", "claro", "bien", "bueno", "ya"),
        ["it"] = Of("mm", "mhm", "ah", "sì", "si", "ok", "okay", "certo", "bene", "esatto", "già", "va"),
        ["pt"] = Of("mm", "mhm", "ah", "sim", "tá", "ok", "okay", "certo", "claro", "pois", "é", "bom"),
        ["nl"] = Of("mm", "mhm", "hm", "ah", "ja", "jawel", "ok", "oké", "okay", "goed", "precies", "juist"),
        ["pl"] = Of("mm", "mhm", "aha", "no", "tak", "ok", "okej", "dobrze", "jasne", "właśnie"),
        ["tr"] = Of("hm", "hı", "evet", "tamam", "peki", "ok", "okey", "olur", "anladım"),
        ["sv"] = Of("mm", "mhm", "ah", "ja", "jo", "jaha", "okej", "ok", "bra", "precis"),
    };

    /// <summary>Whether a text says no more than "I am listening". An empty text does.</summary>
    /// <param name="text">What was understood.</param>
    /// <param name="language">BCP-47 tag; a language without a list counts every word as meant.</param>
    public static bool IsOnly(string text, string language)
    {
        var words = Splitter().Matches(text);
        if (words.Count == 0)
        {
            return true;
        }

        return words.Count <= 3
            && Words.TryGetValue(language.Split('-')[0], out var known)
            && words.All(word => known.Contains(word.Value.Replace("-", "", StringComparison.Ordinal)));
    }

    private static HashSet<string> Of(params string[] words) => new(words, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"[\p{L}\p{N}'-]+")]
    private static partial Regex Splitter();
}
