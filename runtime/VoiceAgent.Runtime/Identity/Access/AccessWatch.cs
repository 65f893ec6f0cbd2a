using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>
/// Follows what is open for longer than a request: a socket asks to be told when the access that opened it ends. Checked every few
/// seconds, and at once when this process changes somebody's access.
/// </summary>
internal sealed partial class AccessWatch : BackgroundService
{
    private readonly ConcurrentDictionary<Followed, AccessGrant> _open = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly LiveAccess _access;
    private readonly TimeProvider _time;
    private readonly TimeSpan _every;
    private readonly ILogger<AccessWatch> _log;

    public AccessWatch(LiveAccess access, IOptions<IdentitySettings> settings, TimeProvider time, ILogger<AccessWatch> log)
    {
        _access = access;
        _time = time;
        _every = TimeSpan.FromSeconds(settings.Value.RecheckSeconds);
        _log = log;
        access.AccessChanged += Wake;
    }

    /// <summary>Follows a grant until the follower is disposed.</summary>
    public Followed Follow(AccessGrant grant)
    {
        var followed = new Followed(this);
        _open[followed] = grant;
        return followed;
    }

    public override void Dispose()
    {
        _access.AccessChanged -= Wake;
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await WaitAsync(stoppingToken);
            foreach (var (followed, grant) in _open)
            {
                await CheckAsync(followed, grant, stoppingToken);
            }
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(Task.Delay(_every, _time, either.Token), _changed.WaitAsync(either.Token));
        await either.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    // A database that is away proves nothing against anybody: whoever is connected stays so.
    private async Task CheckAsync(Followed followed, AccessGrant grant, CancellationToken stoppingToken)
    {
        try
        {
            var holds = grant switch
            {
                { SessionId: { } session, AccessVersion: { } version } => await _access.HoldsAsync(grant.TenantId, session, version, stoppingToken),
                { KeyId: { } key } => await _access.FindKeyAsync(grant.TenantId, key, stoppingToken) is not null,
                _ => true,
            };
            if (!holds)
            {
                followed.End();
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUnchecked(exception);
        }
    }

    private void Wake()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody woke the loop already.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An open connection's access could not be checked; it stays open until the next check")]
    private partial void LogUnchecked(Exception exception);

    /// <summary>One open connection.</summary>
    internal sealed class Followed(AccessWatch watch) : IDisposable
    {
        private readonly CancellationTokenSource _ended = new();

        /// <summary>Cancelled when the access is no more.</summary>
        public CancellationToken Ended => _ended.Token;

        public void End() => _ended.Cancel();

        public void Dispose()
        {
            watch._open.TryRemove(this, out _);
            _ended.Dispose();
        }
    }
}
