using System.Threading.Channels;

namespace VoiceAgent.Runtime.Catalog.Files;

/// <summary>
/// Says when a folder may have changed: soon after the operating system tells, once things have settled, and every few seconds in any case,
/// because watches break (a folder that is replaced, a full inotify table) and some volumes never tell.
/// </summary>
internal sealed partial class FolderWatch : IDisposable
{
    // An editor that writes without pause must not keep its edits from being seen.
    private const int MostSettles = 4;

    private readonly string _folder;
    private readonly TimeSpan _settle;
    private readonly TimeSpan _rescan;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<bool> _signs = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private FileSystemWatcher? _watcher;
    private DateTime _bornAt;
    private bool _broken = true;

    public FolderWatch(string folder, CatalogOptions options, TimeProvider time, ILogger log)
    {
        _folder = folder;
        _settle = TimeSpan.FromMilliseconds(options.SettleMilliseconds);
        _rescan = TimeSpan.FromSeconds(options.RescanSeconds);
        _time = time;
        _log = log;
    }

    /// <summary>Begins to watch; safe to call again after the watch broke.</summary>
    public void Watch()
    {
        if (!_broken)
        {
            return;
        }

        _watcher?.Dispose();
        _watcher = null;
        try
        {
            _watcher = new FileSystemWatcher(_folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
                InternalBufferSize = 64 * 1024,
            };
            _watcher.Created += (_, _) => _signs.Writer.TryWrite(true);
            _watcher.Changed += (_, _) => _signs.Writer.TryWrite(true);
            _watcher.Deleted += (_, _) => _signs.Writer.TryWrite(true);
            _watcher.Renamed += (_, _) => _signs.Writer.TryWrite(true);
            _watcher.Error += (_, error) => Broke(error.GetException());
            _watcher.EnableRaisingEvents = true;
            _bornAt = BornAt();
            _broken = false;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            NoWatch(exception.Message, _rescan.TotalSeconds);
        }
    }

    /// <summary>Completes when it is time to look.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!await SignWithinAsync(_rescan, cancellationToken))
        {
            // No sign may mean that the watch looks at a folder which is no longer the one of that name.
            _broken |= BornAt() != _bornAt;
            Watch();
            return;
        }

        for (var settles = 0; settles < MostSettles; settles++)
        {
            if (!await SignWithinAsync(_settle, cancellationToken))
            {
                return;
            }
        }
    }

    public void Dispose() => _watcher?.Dispose();

    private async Task<bool> SignWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _signs.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private DateTime BornAt() => new DirectoryInfo(_folder) is { Exists: true } folder ? folder.CreationTimeUtc : default;

    private void Broke(Exception exception)
    {
        _broken = true;
        WatchBroke(exception.Message);
        _signs.Writer.TryWrite(true);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The resources folder cannot be watched ({Reason}); it is looked through every {Seconds} s")]
    private partial void NoWatch(string reason, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watch on the resources folder broke ({Reason}) and is set up again")]
    private partial void WatchBroke(string reason);
}
