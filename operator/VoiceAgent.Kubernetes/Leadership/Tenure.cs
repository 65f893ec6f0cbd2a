using VoiceAgent.Kubernetes.Api;

namespace VoiceAgent.Kubernetes.Leadership;

/// <summary>
/// Whether this process leads, judged by its own monotonic clock alone: from the moment at which a successful renewal was <em>sent</em>, for the
/// renew deadline. Nothing that the server or another thread believes can prolong it, so a process that was frozen finds itself out of office
/// before its first write. Won at most once and lost for good. Thread-safe.
/// </summary>
internal sealed class Tenure : IWriteGate, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _length;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _ended = new();
    private long? _since;
    private bool _over;

    internal Tenure(TimeSpan length, TimeProvider time)
    {
        _length = length;
        _time = time;
        _timer = time.CreateTimer(static state => ((Tenure)state!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the tenure ends, however it ends.</summary>
    internal CancellationToken Ended => _ended.Token;

    internal bool IsHeld
    {
        get
        {
            lock (_gate)
            {
                return IsHeldLocked;
            }
        }
    }

    /// <summary>The time since the last renewal that was sent and succeeded; null when the lead was never held.</summary>
    internal TimeSpan? SinceRenewal
    {
        get
        {
            lock (_gate)
            {
                return _since is { } since ? _time.GetElapsedTime(since) : null;
            }
        }
    }

    private bool IsHeldLocked => !_over && _since is { } since && _time.GetElapsedTime(since) < _length;

    /// <summary>Notes a renewal.</summary>
    /// <param name="sent">When its request was sent.</param>
    /// <returns>False when it came too late: the tenure has ended and stays so.</returns>
    internal bool Renew(long sent)
    {
        lock (_gate)
        {
            if (_over || _time.GetElapsedTime(sent) >= _length)
            {
                return false;
            }

            _since = sent;
            _timer.Change(Remaining(), Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            _over = true;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _ended.Cancel();
    }

    public void ThrowIfClosed()
    {
        if (!IsHeld)
        {
            throw new InvalidOperationException("This process does not lead (any more), so it must not write.");
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _ended.Dispose();
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_over || _since is null)
            {
                return;
            }

            if (IsHeldLocked)
            {
                _timer.Change(Remaining(), Timeout.InfiniteTimeSpan);
                return;
            }
        }

        End();
    }

    // Rounded up to a millisecond, as timers truncate and would fire just before the end.
    private TimeSpan Remaining() =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((_length - _time.GetElapsedTime(_since!.Value)).TotalMilliseconds)));
}
