using VoiceAgent.Conversation;
using VoiceAgent.Conversation.Agents;
using VoiceAgent.Conversation.Calls;
using VoiceAgent.Runtime.Calls.Journal;
using VoiceAgent.Runtime.Calls.Recording;
using VoiceAgent.Runtime.Calls.Records;
using VoiceAgent.Runtime.Calls.Setup;

namespace VoiceAgent.Runtime.Calls;

/// <summary>
/// A place for one call, from admission to the safe record. When the call is over, what is left - the end of the recording, the last
/// rows - is finished behind everybody's back, and the drain waits for it.
/// </summary>
internal sealed class CallPlace(CallRecord record, PreparedCall prepared, CallWorks works) : ICallObserver, IAsyncDisposable
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CallJournal? _journal;
    private StereoRecording? _recording;
    private ICall? _call;
    private TimeSpan _length;
    private int _disposed;

    /// <summary>The id under which the call is stored.</summary>
    public Guid CallId => record.Id;

    public string TenantId => record.TenantId;

    /// <summary>The revision that this call keeps to its end.</summary>
    public AgentSnapshot Agent => prepared.Agent;

    /// <summary>Completes when the call is over and its record and recording are safe, or given up on. Never faults.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Opens the record, the recording and the providers, and starts the engine.</summary>
    /// <exception cref="ProviderException">A provider could not be opened; the record says so, and nothing is left running.</exception>
    public async ValueTask<ICall> StartAsync(CallOrder order, CancellationToken cancellationToken)
    {
        _journal = works.Journal.Open(record, works.KeepsText);
        var own = new ICallObserver[] { this, _journal, works.Metrics };
        try
        {
            _recording = works.KeepsAudio ? works.Recordings.Open(FileName(), _journal, order.PlayoutRate) : null;
            _call = await works.Engine.StartAsync(
                new CallSetup
                {
                    Agent = prepared.Agent,
                    Transcriber = prepared.Transcriber,
                    Model = prepared.Model,
                    Synthesizer = prepared.Synthesizer,
                    Knowledge = prepared.Knowledge,
                    Edge = order.Edge,
                    PlayoutRate = order.PlayoutRate,
                    Observers = [.. own, .. order.Observers],
                    Tap = _recording,
                },
                cancellationToken);
            return _call;
        }
        catch (Exception exception)
        {
            LeaveTrace(own, exception);
            throw;
        }
    }

    /// <summary>Ends the call from outside: the process drains.</summary>
    public void HangUp(CallEnding ending) => _call?.HangUp(ending);

    public void Observe(CallEvent happened)
    {
        switch (happened)
        {
            case CallStarted:
                // The call's own clock begins here; opening the providers took its time before.
                record.StartedAt = works.Time.GetUtcNow() - happened.At;
                break;
            case CallEnded:
                _length = happened.At;
                break;
        }
    }

    /// <summary>The call is over, or never began. Returns when the engine has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (_call is not null)
        {
            await _call.DisposeAsync();
        }

        works.Live.Finishing(this);
        _ = Task.Run(FinishAsync, CancellationToken.None);
    }

    private async Task FinishAsync()
    {
        try
        {
            await prepared.DisposeAsync();
            if (_recording is not null)
            {
                await _recording.FinishAsync(_length);
            }

            if (_journal is not null)
            {
                await _journal.FlushAsync(CancellationToken.None);
            }
        }
        finally
        {
            works.Live.Leave(this);
            _finished.TrySetResult();
        }
    }

    /// <summary>A call that never came about is a call that failed: it stands in the record like any other.</summary>
    private static void LeaveTrace(IReadOnlyList<ICallObserver> observers, Exception exception)
    {
        var failed = exception is ProviderException provider
            ? new StageFailed(TimeSpan.Zero, provider.Stage, provider.Owner, provider.Provider, provider.Message)
            : new StageFailed(TimeSpan.Zero, CallStage.Media, FaultOwner.Ours, "", exception.GetType().Name);
        var ending = exception is OperationCanceledException ? CallEnding.CallerHungUp : CallEnding.Failed;
        CallEvent[] events = ending == CallEnding.Failed
            ? [new CallStarted(TimeSpan.Zero), failed, new CallEnded(TimeSpan.Zero, ending)]
            : [new CallStarted(TimeSpan.Zero), new CallEnded(TimeSpan.Zero, ending)];
        foreach (var happened in events)
        {
            foreach (var observer in observers)
            {
                observer.Observe(happened);
            }
        }
    }

    private string FileName() => $"{record.TenantId}/{record.StartedAt:yyyy-MM}/{record.Id}.wav";
}
