namespace VoiceAgent.Resources.Tenants;

/// <summary>What a provider can be asked to do.</summary>
public enum Modality
{
    /// <summary>Turns speech into text.</summary>
    SpeechToText,

    /// <summary>Writes replies.</summary>
    LanguageModel,

    /// <summary>Turns text into speech.</summary>
    TextToSpeech,

    /// <summary>Hears and speaks in one model.</summary>
    SpeechToSpeech,

    /// <summary>Turns passages into vectors.</summary>
    Embedding,

    /// <summary>Ranks passages.</summary>
    Reranking,
}

/// <summary>What each vendor can do, as far as VoiceAgent has an adapter for it.</summary>
public static class ProviderAbilities
{
    /// <summary>Whether <paramref name="type"/> can do <paramref name="modality"/>.</summary>
    public static bool Can(ProviderType type, Modality modality) => type switch
    {
        ProviderType.OpenAI or ProviderType.AzureOpenAI => modality is not Modality.Reranking,
        ProviderType.OpenAICompatible => true,
        ProviderType.Anthropic => modality is Modality.LanguageModel,
        ProviderType.ElevenLabs or ProviderType.Deepgram => modality is Modality.SpeechToText or Modality.TextToSpeech,
        ProviderType.Local => modality is Modality.SpeechToText or Modality.LanguageModel or Modality.TextToSpeech,
        _ => false,
    };
}
