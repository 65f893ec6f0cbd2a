using System.Collections.Concurrent;

namespace VoiceAgent.Testing.Calls;

/// <summary>Runs tasks one after the other on the thread that pumps, so that a test sees the same order every time.</summary>
internal sealed class OneThread : TaskScheduler
{
    private readonly ConcurrentQueue<Task> _tasks = new();

    /// <summary>
    /// Runs everything that is ready, and everything that becomes ready by it, also by way of the thread pool: libraries do not keep to a scheduler.
    /// </summary>
    public async Task SettleAsync()
    {
        for (var quiet = 0; quiet < 4;)
        {
            quiet = Pump() ? 0 : quiet + 1;
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    /// <returns>Whether anything was to do.</returns>
    private bool Pump()
    {
        var busy = false;
        // Awaits prefer a synchronization context over a scheduler, and xunit has one.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        while (_tasks.TryDequeue(out var task))
        {
            busy = true;
            TryExecuteTask(task);
        }

        SynchronizationContext.SetSynchronizationContext(context);
        return busy;
    }

    /// <summary>Starts work here and pumps until it is over.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var running = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
        while (!running.IsCompleted)
        {
            Pump();
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        return await running;
    }

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    protected override void QueueTask(Task task) => _tasks.Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
}
