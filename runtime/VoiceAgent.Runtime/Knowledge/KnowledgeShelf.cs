using System.Collections.Immutable;
using System.Threading.Channels;
using VoiceAgent.Runtime.Catalog;
using VoiceAgent.Runtime.Lifetimes;

namespace VoiceAgent.Runtime.Knowledge;

/// <summary>
/// Keeps the index of every knowledge base ready, and builds it anew when documents change. Calls keep the index that they began with;
/// new calls get the new one as soon as it is built, and the old one until then.
/// </summary>
internal sealed partial class KnowledgeShelf : BackgroundService
{
    private readonly ICatalog _catalog;
    private readonly ILogger<KnowledgeShelf> _log;
    private readonly Channel<CatalogSnapshot> _newer = Channel.CreateBounded<CatalogSnapshot>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private ImmutableDictionary<(string Tenant, string Name), Shelved> _shelf = ImmutableDictionary<(string, string), Shelved>.Empty;

    public KnowledgeShelf(ICatalog catalog, ILogger<KnowledgeShelf> log)
    {
        _catalog = catalog;
        _log = log;
        _catalog.Changed += Changed;
    }

    /// <summary>Told after an index was built or removed.</summary>
    public event Action? Rebuilt;

    /// <summary>Begins to use an index; null when there is no such knowledge base, or its index could not be built.</summary>
    public Shared<KnowledgeIndex>.Use? Take(string tenantId, string name) =>
        _shelf.TryGetValue((tenantId, name), out var shelved) ? shelved.Index.TryUse() : null;

    /// <summary>Builds what there is before the first call may come in.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await StockAsync(_catalog.Current);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _catalog.Changed -= Changed;
        await base.StopAsync(cancellationToken);
        await StockAsync(CatalogSnapshot.Empty);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var newer in _newer.Reader.ReadAllAsync(stoppingToken))
            {
                await StockAsync(newer);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void Changed(CatalogSnapshot newer) => _newer.Writer.TryWrite(newer);

    private async Task StockAsync(CatalogSnapshot snapshot)
    {
        var wanted = snapshot.Entries.OfType<KnowledgeEntry>().Where(entry => entry.TenantId is not null).ToDictionary(entry => (entry.TenantId!, entry.Name));
        var changed = false;
        foreach (var (key, entry) in wanted)
        {
            changed |= await ShelveAsync(key, entry);
        }

        foreach (var (key, gone) in _shelf.Where(shelved => !wanted.ContainsKey(shelved.Key)).ToList())
        {
            _shelf = _shelf.Remove(key);
            await gone.Index.RetireAsync();
            changed = true;
        }

        if (changed)
        {
            Rebuilt?.Invoke();
        }
    }

    private async Task<bool> ShelveAsync((string Tenant, string Name) key, KnowledgeEntry entry)
    {
        var most = entry.Resource.Spec.Retrieval.TopK;
        var before = _shelf.GetValueOrDefault(key);
        if (before is not null && (before.Hash, before.Most) == (entry.Content.Hash, most))
        {
            return false;
        }

        try
        {
            var documents = entry.Content.Documents.Select(document => new KnowledgeDocument(document.Name, document.Text)).ToArray();
            var index = await Task.Run(() => KnowledgeIndex.Open(entry.Name, documents, file: null, most));
            _shelf = _shelf.SetItem(key, new Shelved(entry.Content.Hash, most, new Shared<KnowledgeIndex>(index)));
            Built(entry.Name, index.Passages.Count);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The one before goes on; without one, agents answer without this knowledge.
            NotBuilt(exception, entry.Name);
            return false;
        }

        if (before is not null)
        {
            await before.Index.RetireAsync();
        }

        return true;
    }

    private sealed record Shelved(string Hash, int Most, Shared<KnowledgeIndex> Index);

    [LoggerMessage(Level = LogLevel.Information, Message = "Knowledge base {Name} is indexed: {Passages} passages")]
    private partial void Built(string name, int passages);

    [LoggerMessage(Level = LogLevel.Error, Message = "Knowledge base {Name} could not be indexed; what was there before is searched")]
    private partial void NotBuilt(Exception exception, string name);
}
