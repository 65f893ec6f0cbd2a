namespace VoiceAgent.Runtime.Realtime.Sound;

/// <summary>
/// Bounds how much audio a client may send ahead of real time. One legal append holds four minutes of linear audio, so a burst is
/// normal (a file sent at once); a client that keeps sending faster than a person can speak is not.
/// </summary>
internal sealed class AudioAllowance(TimeSpan most, TimeProvider time)
{
    private TimeSpan _ahead;
    private long _at = time.GetTimestamp();

    /// <summary>The bound.</summary>
    public TimeSpan Most => most;

    /// <summary>Takes so much audio, unless that would go beyond the bound.</summary>
    public bool TryTake(TimeSpan audio)
    {
        var now = time.GetTimestamp();
        var ahead = _ahead - time.GetElapsedTime(_at, now);
        _ahead = ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero;
        _at = now;
        if (_ahead + audio > most)
        {
            return false;
        }

        _ahead += audio;
        return true;
    }
}
