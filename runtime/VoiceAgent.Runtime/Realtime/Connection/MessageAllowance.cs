namespace VoiceAgent.Runtime.Realtime.Connection;

/// <summary>Bounds the messages of one client: a burst at once, a rate for ever.</summary>
internal sealed class MessageAllowance(int perSecond, int burst, TimeProvider time)
{
    private double _left = burst;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one message.</summary>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(burst, _left + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
        if (_left < 1)
        {
            return false;
        }

        _left--;
        return true;
    }
}
