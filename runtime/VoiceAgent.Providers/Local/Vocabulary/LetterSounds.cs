using System.Runtime.InteropServices;
using VoiceAgent.Providers.Local.Speech;
using static VoiceAgent.Providers.Local.Speech.FliteLibrary;

namespace VoiceAgent.Providers.Local.Vocabulary;

/// <summary>Pronounces words that no dictionary holds, as flite would read them aloud.</summary>
internal static class LetterSounds
{
    private static readonly Lock Turn = new();
    private static FliteVoice? _voice;

    /// <summary>CMU phones separated by blanks, such as <c>B R AY T</c>.</summary>
    public static string Of(string word, string provider)
    {
        lock (Turn)
        {
            _voice ??= FliteVoice.Create("slt", provider);
            var phones = lex_lookup(_voice.Lexicon, word, 0, 0);
            var names = new List<string>();
            for (var at = phones; at != 0; at = val_cdr(at))
            {
                names.Add(Phone(Marshal.PtrToStringUTF8(val_string(val_car(at))) ?? ""));
            }

            if (phones != 0)
            {
                delete_val(phones);
            }

            return string.Join(' ', names.Where(name => name.Length > 0));
        }
    }

    // flite marks stress with a digit and has a reduced vowel, ax, which the recogniser's model hears as AH.
    private static string Phone(string name) => name.TrimEnd('0', '1', '2').ToUpperInvariant() switch { "AX" => "AH", "PAU" => "", var phone => phone };
}
