using VoiceAgent.Resources.References;
using VoiceAgent.Resources.Tenants;

namespace VoiceAgent.Resources.VoiceAgents.Pipeline;

/// <summary>A place where an agent names a provider.</summary>
/// <param name="Path">The path of the object that names it.</param>
/// <param name="Modality">What it is to do.</param>
/// <param name="ProviderRef">The provider.</param>
/// <param name="Model">The model.</param>
/// <param name="IsFallback">True when it only stands in for another.</param>
public sealed record ProviderUse(string Path, Modality Modality, ProviderRef ProviderRef, string Model, bool IsFallback);

/// <summary>Lists the providers that an agent names.</summary>
public static class ProviderUses
{
    /// <summary>Every use, in the order of the document; a modality's own provider comes before its fallbacks.</summary>
    public static IEnumerable<ProviderUse> Of(VoiceAgentSpec spec)
    {
        const string cascade = "spec.pipeline.cascade";
        const string realtime = "spec.pipeline.realtime";
        if (spec.Pipeline.Cascade is { } stages)
        {
            var (stt, llm, tts) = (stages.Stt, stages.Llm, stages.Tts);
            yield return new($"{cascade}.stt", Modality.SpeechToText, stt.ProviderRef, stt.Model, IsFallback: false);
            foreach (var use in stt.Fallbacks.Select((link, i) =>
                new ProviderUse($"{cascade}.stt.fallbacks[{i}]", Modality.SpeechToText, link.ProviderRef, link.Model, IsFallback: true)))
            {
                yield return use;
            }

            yield return new($"{cascade}.llm", Modality.LanguageModel, llm.ProviderRef, llm.Model, IsFallback: false);
            foreach (var use in llm.Fallbacks.Select((link, i) =>
                new ProviderUse($"{cascade}.llm.fallbacks[{i}]", Modality.LanguageModel, link.ProviderRef, link.Model, IsFallback: true)))
            {
                yield return use;
            }

            yield return new($"{cascade}.tts", Modality.TextToSpeech, tts.ProviderRef, tts.Model, IsFallback: false);
            foreach (var use in tts.Fallbacks.Select((link, i) =>
                new ProviderUse($"{cascade}.tts.fallbacks[{i}]", Modality.TextToSpeech, link.ProviderRef, link.Model, IsFallback: true)))
            {
                yield return use;
            }
        }

        if (spec.Pipeline.Realtime is { } model)
        {
            yield return new(realtime, Modality.SpeechToSpeech, model.ProviderRef, model.Model, IsFallback: false);
            foreach (var use in model.Fallbacks.Select((link, i) =>
                new ProviderUse($"{realtime}.fallbacks[{i}]", Modality.SpeechToSpeech, link.ProviderRef, link.Model, IsFallback: true)))
            {
                yield return use;
            }
        }
    }
}
