using System.Text;

namespace VoiceAgent.Runtime.Knowledge;

/// <summary>
/// A rough key of how a word sounds: its consonants, with those that recognisers confuse made one. "Fillings" and "feelings" share FLNKS.
/// </summary>
internal static class SoundKey
{
    private const int Shortest = 2;

    /// <summary>The key, or null when too little of the word is left to tell it from others.</summary>
    public static string? Of(string word)
    {
        var key = new StringBuilder(word.Length);
        for (var at = 0; at < word.Length; at++)
        {
            var next = at + 1 < word.Length ? word[at + 1] : ' ';
            var sound = Sound(word[at], next, at + 1 == word.Length);
            if (sound != ' ' && (key.Length == 0 || key[^1] != sound))
            {
                key.Append(sound);
            }
        }

        return key.Length >= Shortest ? key.ToString() : null;
    }

    private static char Sound(char letter, char next, bool last) => letter switch
    {
        'b' or 'p' => next == 'h' ? 'f' : 'p',
        'd' => 't',
        't' => next == 'h' ? 'f' : 't',
        'g' => next is 'h' ? ' ' : next is 'e' or 'i' && !last ? 'x' : 'k',
        'c' => next is 'h' ? 'x' : next is 'e' or 'i' or 'y' ? 's' : 'k',
        'k' or 'q' => next == 'n' ? ' ' : 'k',
        's' => next == 'h' ? 'x' : 's',
        'z' or 'x' => 's',
        'j' => 'x',
        'f' or 'v' => 'f',
        'm' or 'n' => 'n',
        'l' => 'l',
        'r' => 'r',
        _ => ' ',
    };
}
