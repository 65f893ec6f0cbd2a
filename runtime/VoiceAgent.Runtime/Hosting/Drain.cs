using Microsoft.Extensions.Options;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>
/// Lets the calls go before the process does: no new ones, time for those under way, an end for those that take too long, and in any case
/// their records and recordings on disk. Happens before the server stops listening, because a server that stops refuses even to be asked.
/// </summary>
internal sealed partial class Drain(LiveCalls live, IOptions<DrainOptions> options, TimeProvider time, ILogger<Drain> log) : IHostedService
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    private readonly TimeSpan _limit = TimeSpan.FromSeconds(options.Value.Seconds);
    private readonly TimeSpan _finish = TimeSpan.FromSeconds(options.Value.FinishSeconds);

    /// <summary>Takes no further call; those under way go on.</summary>
    public void Begin()
    {
        if (!live.IsDraining)
        {
            live.Drain();
            Begun(live.Active);
        }
    }

    /// <summary>Completes when no call is left and every record is safe, or when that took longer than it may.</summary>
    /// <param name="patient">Whether calls may end by themselves first.</param>
    /// <param name="cancellationToken">Stops waiting for them.</param>
    public async Task RunAsync(bool patient, CancellationToken cancellationToken)
    {
        Begin();
        var empty = live.EmptyAsync();
        if (patient)
        {
            await WithinAsync(empty, _limit, cancellationToken);
        }

        if (!empty.IsCompleted)
        {
            Ending(live.Active);
            await EndAsync(empty);
        }

        Done(live.Unfinished);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whoever stops the host, calls are ended and their records are waited for before journal and recordings stop.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        live.Drain();
        await EndAsync(live.EmptyAsync());
    }

    /// <summary>Ends every call now.</summary>
    public void HangUpAll()
    {
        foreach (var call in live.Snapshot())
        {
            call.HangUp(CallEnding.Drained);
        }
    }

    private async Task EndAsync(Task empty)
    {
        var started = time.GetTimestamp();
        while (!empty.IsCompleted && time.GetElapsedTime(started) < _finish)
        {
            // More than once: a call that was just being opened had nothing to hang up the first time.
            HangUpAll();
            await WithinAsync(empty, Again, CancellationToken.None);
        }
    }

    private async Task WithinAsync(Task task, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(limit, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // Then what is left is ended.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining: no further call is taken, {Calls} go on")]
    private partial void Begun(int calls);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Draining: {Calls} calls are ended")]
    private partial void Ending(int calls);

    [LoggerMessage(Level = LogLevel.Information, Message = "Drained; {Unfinished} calls are unfinished")]
    private partial void Done(int unfinished);
}
