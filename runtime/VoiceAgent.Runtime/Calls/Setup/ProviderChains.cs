using Microsoft.Extensions.AI;
using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Failover;
using VoiceAgent.Conversation.Speech;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.VoiceAgents.Pipeline;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>Builds an agent's chains of providers, one a modality: its own first, then its fallbacks in their order.</summary>
/// <param name="agent">With the options of the chain's first link.</param>
/// <param name="stages">What the definition names.</param>
/// <param name="take">A provider by its name, held until the call is over.</param>
/// <param name="time">For the deadlines.</param>
internal sealed class ProviderChains(AgentSnapshot agent, CascadeDefinition stages, Func<string, ProviderInUse> take, TimeProvider time)
{
    public ITranscriber Transcriber() => new FailoverTranscriber(
        [
            Link(stages.Stt.ProviderRef.Name, Modality.SpeechToText, agent.Transcription, provider => provider.Transcriber),
            .. stages.Stt.Fallbacks.Select(fallback => Link(
                fallback.ProviderRef.Name, Modality.SpeechToText, agent.Transcription with { Model = fallback.Model, Settings = fallback.Options }, provider => provider.Transcriber)),
        ],
        agent.Waits.FinalTranscript,
        time);

    public IChatClient Model() => new FailoverChatClient(
        [
            Link(stages.Llm.ProviderRef.Name, Modality.LanguageModel, new ModelOptions(agent.Model, agent.Temperature, agent.MaxOutputTokens), provider => provider.Model),
            .. stages.Llm.Fallbacks.Select(fallback => Link(
                fallback.ProviderRef.Name, Modality.LanguageModel, new ModelOptions(fallback.Model, AgentSnapshots.Number(fallback.Temperature), fallback.MaxOutputTokens), provider => provider.Model)),
        ],
        agent.Waits.FirstToken,
        time);

    public ISpeechSynthesizer Synthesizer() => new FailoverSynthesizer(
        [
            Link(stages.Tts.ProviderRef.Name, Modality.TextToSpeech, agent.Speech, provider => provider.Synthesizer),
            .. stages.Tts.Fallbacks.Select(fallback => Link(
                fallback.ProviderRef.Name, Modality.TextToSpeech, agent.Speech with { Model = fallback.Model, Voice = fallback.Voice }, provider => provider.Synthesizer)),
        ],
        agent.Waits.FirstAudio,
        time);

    private ChainLink<TService, TOptions> Link<TService, TOptions>(string name, Modality modality, TOptions options, Func<VoiceProvider, TService?> service)
        where TService : class
    {
        var provider = take(name);
        return new ChainLink<TService, TOptions>(name, service(provider.Provider) ?? throw Lacks(name, modality), options, provider.Health(modality));
    }

    private static ProviderException Lacks(string provider, Modality modality) =>
        new(provider, CallStage.Media, FaultOwner.Configuration, $"Provider {provider} offers no {modality}.");
}
