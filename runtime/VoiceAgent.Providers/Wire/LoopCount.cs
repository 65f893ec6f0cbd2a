namespace VoiceAgent.Providers.Wire;

/// <summary>Starts background loops and counts those that are under way, so that a leak can be seen.</summary>
internal sealed class LoopCount
{
    private int _running;

    public int Running => Volatile.Read(ref _running);

    /// <summary>Runs a loop on the pool. The task is the caller's to await.</summary>
    public Task Run(Func<Task> loop)
    {
        Interlocked.Increment(ref _running);
        return Task.Run(async () =>
        {
            try
            {
                await loop();
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        });
    }
}
