namespace VoiceAgent.Runtime.Realtime.Connection;

/// <summary>The memory that large messages of all sockets share. A legal append may take 15 MiB; a thousand clients may not do so at once.</summary>
internal sealed class ReceiveMemory(long most)
{
    private long _taken;

    /// <summary>Takes a share, unless the whole is spent.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= most)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    /// <summary>Gives a share back.</summary>
    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
