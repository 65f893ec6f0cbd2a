using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Transcription;
using VoiceAgent.Providers;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Knowledge;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>Puts together what a call with an agent needs: the frozen definition, its providers, its knowledge.</summary>
internal sealed class CallSetups(ICatalog catalog, ProviderPool providers, KnowledgeShelf knowledge, TimeProvider time)
{
    private const int MostVocabularies = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SpeechVocabulary> _vocabularies = new(StringComparer.Ordinal);

    /// <summary>Takes hold of everything for one call. Quick: nothing is opened yet.</summary>
    /// <exception cref="CallRefusedException">The agent's pipeline cannot be served.</exception>
    /// <exception cref="Conversation.ProviderException">A provider cannot be made.</exception>
    public async ValueTask<PreparedCall> PrepareAsync(AgentEntry agent, Guid callId, CallChannel channel)
    {
        var stages = AgentSnapshots.Cascade(agent);
        var tenant = agent.TenantId!;
        var uses = new List<IAsyncDisposable>();
        try
        {
            var books = agent.Resource.Spec.KnowledgeBaseRefs.Select(reference => knowledge.Take(tenant, reference.Name)).OfType<Lifetimes.Shared<KnowledgeIndex>.Use>().ToList();
            uses.AddRange(books);
            var variables = new CallVariables(agent, catalog.Current.Tenants.GetValueOrDefault(tenant), callId, channel, time.GetUtcNow());
            var frozen = AgentSnapshots.Freeze(agent, variables, Vocabulary(agent, [.. books.Select(book => book.Value)]));
            var chains = new ProviderChains(frozen, stages, name => Provider(tenant, name, uses), time);
            return new PreparedCall
            {
                Agent = frozen,
                Transcriber = chains.Transcriber(),
                Model = chains.Model(),
                Synthesizer = chains.Synthesizer(),
                Knowledge = SeveralKnowledges.Of([.. books.Select(book => (IKnowledge)book.Value)]),
                Uses = uses,
            };
        }
        catch
        {
            foreach (var use in uses)
            {
                await use.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>The agent as a call would see it now; for a door that shows it before there is a call.</summary>
    public AgentSnapshot Preview(AgentEntry agent, CallChannel channel)
    {
        var variables = new CallVariables(agent, catalog.Current.Tenants.GetValueOrDefault(agent.TenantId!), Guid.Empty, channel, time.GetUtcNow());
        return AgentSnapshots.Freeze(agent, variables, SpeechVocabulary.None);
    }

    private ProviderInUse Provider(string tenant, string name, List<IAsyncDisposable> uses)
    {
        var use = providers.Take(tenant, name);
        uses.Add(use);
        return use.Value;
    }

    private SpeechVocabulary Vocabulary(AgentEntry agent, IReadOnlyList<KnowledgeIndex> books)
    {
        var hashes = agent.Resource.Spec.KnowledgeBaseRefs.Select(reference => catalog.Current.FindKnowledge(agent.TenantId!, reference.Name)?.Content.Hash);
        var key = string.Join('/', hashes.Prepend(agent.Revision));
        lock (_gate)
        {
            if (_vocabularies.TryGetValue(key, out var known))
            {
                return known;
            }

            if (_vocabularies.Count >= MostVocabularies)
            {
                _vocabularies.Clear();
            }

            var spec = agent.Resource.Spec;
            return _vocabularies[key] = AgentVocabulary.From(
                spec.Greeting?.Text, books.SelectMany(book => book.Passages), BuiltInTools.Of(spec).Select(tool => tool.Description));
        }
    }
}

/// <summary>What a call needs, held until the call is over.</summary>
internal sealed class PreparedCall : IAsyncDisposable
{
    public required AgentSnapshot Agent { get; init; }

    public required ITranscriber Transcriber { get; init; }

    public required Microsoft.Extensions.AI.IChatClient Model { get; init; }

    public required Conversation.Speech.ISpeechSynthesizer Synthesizer { get; init; }

    public required IKnowledge Knowledge { get; init; }

    public required IReadOnlyList<IAsyncDisposable> Uses { get; init; }

    public async ValueTask DisposeAsync()
    {
        foreach (var use in Uses)
        {
            await use.DisposeAsync();
        }
    }
}
