using System.Collections.Immutable;
using System.Threading.Channels;
using VoiceAgent.Conversation;
using VoiceAgent.Resources.Tenants;
using VoiceAgent.Resources.VoiceAgents.Pipeline;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Knowledge;

namespace VoiceAgent.Runtime.Calls.Setup;

/// <summary>
/// Opens and closes the ears and mouths of agents that use embedded engines, so that no caller waits while a language model is compiled,
/// and so that a missing library shows before the first call. Vendors' sockets are not opened: they cost, and warm themselves.
/// </summary>
internal sealed partial class ProviderWarmUp : BackgroundService
{
    private readonly ICatalog _catalog;
    private readonly CallSetups _setups;
    private readonly KnowledgeShelf _knowledge;
    private readonly ILogger<ProviderWarmUp> _log;
    private readonly Channel<bool> _signs = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<string> _warm = new(StringComparer.Ordinal);

    public ProviderWarmUp(ICatalog catalog, CallSetups setups, KnowledgeShelf knowledge, ILogger<ProviderWarmUp> log)
    {
        _catalog = catalog;
        _setups = setups;
        _knowledge = knowledge;
        _log = log;
        catalog.Changed += _ => _signs.Writer.TryWrite(true);
        knowledge.Rebuilt += () => _signs.Writer.TryWrite(true);
    }

    /// <summary>Why an agent's providers cannot serve it, by tenant and agent; those that can are not in it.</summary>
    public ImmutableDictionary<(string Tenant, string Agent), string> Faults { get; private set; } = ImmutableDictionary<(string, string), string>.Empty;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await WarmAllAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in _signs.Reader.ReadAllAsync(stoppingToken))
            {
                await WarmAllAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task WarmAllAsync(CancellationToken cancellationToken)
    {
        var snapshot = _catalog.Current;
        var faults = ImmutableDictionary.CreateBuilder<(string, string), string>();
        foreach (var agent in snapshot.Entries.OfType<AgentEntry>().Where(agent => agent.CanTakeCalls))
        {
            var kept = agent.Resource.Spec.KnowledgeBaseRefs.Select(reference => snapshot.FindKnowledge(agent.TenantId!, reference.Name)?.Content.Hash);
            var state = $"{agent.TenantId}/{agent.Name}/{agent.Revision}/{string.Join('/', kept)}";
            if (!UsesEmbedded(agent, snapshot) || _warm.Contains(state))
            {
                continue;
            }

            if (await WarmAsync(agent, cancellationToken) is { } fault)
            {
                faults[(agent.TenantId!, agent.Name)] = fault;
                Cold(agent.Name, fault);
            }
            else
            {
                _warm.Add(state);
            }
        }

        Faults = faults.ToImmutable();
    }

    private async Task<string?> WarmAsync(AgentEntry agent, CancellationToken cancellationToken)
    {
        try
        {
            await using var prepared = await _setups.PrepareAsync(agent, Guid.Empty, CallChannel.Realtime);
            await using var ear = await prepared.Transcriber.OpenAsync(prepared.Agent.Transcription, cancellationToken);
            await using var mouth = await prepared.Synthesizer.OpenAsync(prepared.Agent.Speech, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is ProviderException or CallRefusedException)
        {
            return exception.Message;
        }
    }

    private static bool UsesEmbedded(AgentEntry agent, CatalogSnapshot snapshot)
    {
        var embedded = snapshot.Tenants[agent.TenantId!].Resource.Spec.Providers.Where(one => one.Type == ProviderType.Local).Select(one => one.Name).ToHashSet();
        return ProviderUses.Of(agent.Resource.Spec).Any(use => embedded.Contains(use.ProviderRef.Name));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Agent {Agent} cannot be served: {Fault}")]
    private partial void Cold(string agent, string fault);
}
