namespace VoiceAgent.Conversation;

/// <summary>A token that is cancelled by its owner or by the passing of time, and knows which of the two it was.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _both;
    private readonly CancellationToken _owner;

    public Deadline(TimeSpan after, TimeProvider time, CancellationToken owner)
    {
        _owner = owner;
        _time = new CancellationTokenSource(after, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(owner, _time.Token);
    }

    public CancellationToken Token => _both.Token;

    /// <summary>Time ran out before the owner cancelled.</summary>
    public bool Missed => _time.IsCancellationRequested && !_owner.IsCancellationRequested;

    /// <summary>What was waited for came: only the owner can cancel from now on.</summary>
    public void Met() => _time.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _both.Dispose();
        _time.Dispose();
    }
}
