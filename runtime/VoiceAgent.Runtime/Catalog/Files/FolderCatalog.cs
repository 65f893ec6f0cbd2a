using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Telemetry;

namespace VoiceAgent.Runtime.Catalog.Files;

/// <summary>
/// Resources from a folder. Loaded before the first caller is let in, then again with every edit. A file in which anything is wrong is
/// refused as a whole and said so; what it held before keeps serving until it is right again or gone.
/// </summary>
internal sealed partial class FolderCatalog : BackgroundService, ICatalog
{
    private readonly string _root;
    private readonly FolderWatch _watch;
    private readonly FolderSecrets _secrets;
    private readonly TextFiles _texts = new();
    private readonly Dictionary<string, ResourceFile> _lastGood = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly RuntimeMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<FolderCatalog> _log;
    private FolderListing? _listing;

    public FolderCatalog(IOptions<CatalogOptions> options, FolderSecrets secrets, RuntimeMetrics metrics, TimeProvider time, ILogger<FolderCatalog> log)
    {
        _root = Path.GetFullPath(options.Value.Resources);
        _watch = new FolderWatch(_root, options.Value, time, log);
        _secrets = secrets;
        _metrics = metrics;
        _time = time;
        _log = log;
    }

    public event Action<CatalogSnapshot>? Changed;

    public CatalogSnapshot Current { get; private set; } = CatalogSnapshot.Empty;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // The watch first: an edit between loading and watching would be missed.
        _watch.Watch();
        Load();
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _watch.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _watch.WaitAsync(stoppingToken);
                Load();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a file holds, the last good resources keep serving.")]
    private void Load()
    {
        try
        {
            var listing = FolderListing.Of(_root);
            if (listing.Equals(_listing))
            {
                return;
            }

            var contents = Read(listing);
            Replace(new CatalogBuilder(new FolderSurroundings(listing, _texts, _secrets), _time).Build(contents, Current));
            _listing = listing;
        }
        catch (Exception exception)
        {
            _metrics.CatalogLoads.WithLabels("failed").Inc();
            LoadFailed(exception);
        }
        finally
        {
            _texts.Forget();
        }
    }

    private CatalogContents Read(FolderListing listing)
    {
        var files = listing.Files.Where(file => ResourceFile.IsOne(file) && !IsValue(file)).Select(file => ResourceFile.Read(file, _texts)).ToList();
        foreach (var gone in _lastGood.Keys.Except(files.Select(file => file.Path)).ToList())
        {
            _lastGood.Remove(gone);
            _order.Remove(gone);
        }

        foreach (var file in files.Where(file => file.IsValid))
        {
            _lastGood[file.Path] = file;
            if (!_order.Contains(file.Path))
            {
                // A name that is taken stays with the file that had it first, whatever a later file is called.
                _order.Add(file.Path);
            }
        }

        var problems = files.SelectMany(file => file.Problems);
        if (!Directory.Exists(_root))
        {
            problems = problems.Append(new CatalogProblem(_root, null, "", "there is no such folder", "create it, or set VOICEAGENT_RESOURCES"));
        }

        return new CatalogContents(
            [.. _order.SelectMany(path => _lastGood[path].Resources)], [.. files.SelectMany(file => file.Refused)], [.. problems]);
    }

    private static bool IsValue(ListedFile file) =>
        file.Path.StartsWith(FolderSecrets.Secrets + "/", StringComparison.Ordinal) || file.Path.StartsWith(FolderSecrets.ConfigMaps + "/", StringComparison.Ordinal);

    private void Replace(CatalogSnapshot snapshot)
    {
        Current = snapshot;
        _metrics.CatalogProblems.Set(snapshot.Problems.Count);
        _metrics.CatalogLoads.WithLabels(snapshot.Problems.Count == 0 ? "clean" : "with_problems").Inc();
        Loaded(snapshot.Entries.Count, snapshot.Problems.Count);
        foreach (var problem in snapshot.Problems)
        {
            Problem(problem);
        }

        Changed?.Invoke(snapshot);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Resources} resources loaded, {Problems} problems")]
    private partial void Loaded(int resources, int problems);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused: {Problem}")]
    private partial void Problem(CatalogProblem problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The resources could not be loaded; the ones before keep serving")]
    private partial void LoadFailed(Exception exception);
}
