using System.Text;
using VoiceAgent.Conversation;
using VoiceAgent.Providers.Local.Native;

namespace VoiceAgent.Providers.Local.Vocabulary;

/// <summary>How words sound: by CMU's dictionary, and by flite's letter-to-sound rules for the words it lacks.</summary>
internal sealed class Pronunciations(string modelPath, string provider)
{
    /// <summary>Lines of a decoder's dictionary for these words; variants are numbered as the dictionary does. Words without a sound are left out.</summary>
    public byte[] For(IReadOnlyCollection<string> words, out IReadOnlySet<string> unpronounceable)
    {
        var missing = words.ToHashSet(StringComparer.Ordinal);
        var wanted = missing.GetAlternateLookup<ReadOnlySpan<char>>();
        var found = new HashSet<string>(StringComparer.Ordinal);
        var lines = new StringBuilder(words.Count * 32);
        foreach (var line in Lines())
        {
            var end = line.AsSpan().IndexOfAny(' ', '(');
            if (end > 0 && wanted.TryGetValue(line.AsSpan(0, end), out var word))
            {
                lines.Append(line).Append('\n');
                found.Add(word);
            }
        }

        missing.ExceptWith(found);
        foreach (var word in missing.ToArray())
        {
            if (LetterSounds.Of(word, provider) is { Length: > 0 } phones)
            {
                lines.Append(word).Append(' ').Append(phones).Append('\n');
                missing.Remove(word);
            }
        }

        unpronounceable = missing;
        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private IEnumerable<string> Lines()
    {
        var path = Path.Combine(modelPath, "cmudict-en-us.dict");
        return File.Exists(path)
            ? File.ReadLines(path)
            : throw DebianPackages.Missing(path, "pocketsphinx-en-us", provider, CallStage.Transcription);
    }
}
