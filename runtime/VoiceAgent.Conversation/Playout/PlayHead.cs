namespace VoiceAgent.Conversation.Playout;

/// <summary>
/// Where the far end is in a reply: it plays in real time from the moment it was sent something, and stands still when it has nothing left.
/// </summary>
internal sealed class PlayHead(int rate)
{
    private long _anchor;
    private TimeSpan _anchorAt;

    /// <summary>Samples sent so far.</summary>
    public long Sent { get; private set; }

    /// <summary>Samples played by <paramref name="now"/>.</summary>
    public long At(TimeSpan now) => Math.Min(Sent, _anchor + (long)((now - _anchorAt).TotalSeconds * rate));

    /// <summary>Samples leave now. If the far end had run dry, it starts again with them.</summary>
    public void Send(int samples, TimeSpan now)
    {
        if (At(now) >= Sent)
        {
            (_anchor, _anchorAt) = (Sent, now);
        }

        Sent += samples;
    }

    public void Reset() => (Sent, _anchor, _anchorAt) = (0, 0, TimeSpan.Zero);
}
