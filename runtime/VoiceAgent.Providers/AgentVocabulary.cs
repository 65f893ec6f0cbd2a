using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Providers;

/// <summary>Gathers the words that an agent's callers are likely to say from what the agent knows.</summary>
public static class AgentVocabulary
{
    /// <summary>
    /// The headings first, which name what an agent is asked about, then the greeting and tools, then the passages.
    /// The key is a hash of the sentences, so that equal vocabularies share what a provider compiles.
    /// </summary>
    public static SpeechVocabulary From(string? greeting, IEnumerable<Passage> passages, IEnumerable<string> toolDescriptions)
    {
        ArgumentNullException.ThrowIfNull(passages);
        ArgumentNullException.ThrowIfNull(toolDescriptions);
        var read = passages.ToArray();
        var sentences = read.SelectMany(passage => passage.Heading.Split(" / "))
            .Append(greeting ?? "")
            .Concat(toolDescriptions)
            .Concat(read.Select(passage => passage.Text))
            .Where(text => !string.IsNullOrWhiteSpace(text))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        return sentences.Length == 0 ? SpeechVocabulary.None : new SpeechVocabulary(Hash(sentences), sentences);
    }

    private static string Hash(string[] sentences) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sentences))))[..32];
}
