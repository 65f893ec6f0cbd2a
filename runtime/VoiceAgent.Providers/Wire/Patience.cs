namespace VoiceAgent.Providers.Wire;

/// <summary>A token that is cancelled by its owner, or when the next piece of an answer is overdue; and that knows which of the two it was.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _both;

    public Patience(TimeSpan first, TimeProvider time, CancellationToken owner)
    {
        Owner = owner;
        Within = first;
        _time = new CancellationTokenSource(first, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(owner, _time.Token);
    }

    public CancellationToken Token => _both.Token;

    public CancellationToken Owner { get; }

    /// <summary>How long is waited for the piece that is due.</summary>
    public TimeSpan Within { get; private set; }

    /// <summary>Time ran out before the owner cancelled.</summary>
    public bool Exhausted => _time.IsCancellationRequested && !Owner.IsCancellationRequested;

    /// <summary>A piece came; the next is waited for as long.</summary>
    public void Renew(TimeSpan next)
    {
        Within = next;
        _time.CancelAfter(next);
    }

    /// <summary>Nothing is waited for: only the owner can cancel now.</summary>
    public void Rest() => _time.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Whatever still waits with this token is let go.</summary>
    public void Dispose()
    {
        _both.Cancel();
        _both.Dispose();
        _time.Dispose();
    }
}
