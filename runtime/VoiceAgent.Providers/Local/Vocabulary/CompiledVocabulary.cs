namespace VoiceAgent.Providers.Local.Vocabulary;

/// <summary>A vocabulary as a decoder reads it.</summary>
/// <param name="Key">The key of the vocabulary it was made from.</param>
/// <param name="Dictionary">Words and their phones, one a line.</param>
/// <param name="LanguageModel">A trigram model in the ARPA format.</param>
internal sealed record CompiledVocabulary(string Key, byte[] Dictionary, byte[] LanguageModel);
