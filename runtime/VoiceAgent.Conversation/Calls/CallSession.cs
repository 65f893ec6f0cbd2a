namespace VoiceAgent.Conversation.Calls;

/// <summary>
/// A call, in one direction:
/// <code>
///  caller ─1─► edge ─2─► CallerEar ─3─► ITranscription ─4─► TurnTaking ─5─► ReplyWriter ─6─► ReplyVoice ─7─► CallPlayout ─► caller
///                         (VAD)          (words)             (whose turn)    (model, tools)   (speech)        (paced frames)
///                                                              └────── Interruption: Replies.Cut, the only arrow that runs back ──┘
/// </code>
/// 1  The edge gives the caller's audio to <see cref="Hear"/>.
/// 2  The ear finds speech in it, and 3 feeds utterances to the transcription. Both run outside this class and report by signals.
/// 4  Turn taking decides: pause, resume, interrupt, or the caller's turn is over.
/// 5  A reply is written, 6 spoken and 7 played, all at the same time, on tasks of its own that report by signals as well.
/// This class is the call's surface and its one loop: whatever happens on another thread is posted as a signal, and the
/// <see cref="CallConduct"/> takes the signals in order, alone. No lock is held across an await, and no state has two writers.
/// </summary>
internal sealed class CallSession : ICall
{
    private readonly CallSignals _signals;
    private readonly CallClock _clock;
    private readonly CallStages _stages;
    private readonly CallConduct _conduct;
    private readonly CallAlarm _alarm;
    private readonly TaskCompletionSource<CallEnding> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _run;
    private int _disposed;

    public CallSession(CallStages stages)
    {
        _stages = stages;
        _clock = stages.Clock;
        _signals = stages.Signals;
        _conduct = new CallConduct(stages);
        _alarm = new CallAlarm(_clock, _signals);
        _run = CallTasks.Start(RunAsync);
    }

    public TimeSpan Elapsed => _clock.Now;

    public TimeSpan HeardAudio => _stages.Ear.Position;

    public Task<CallEnding> Completion => _completion.Task;

    public void Hear(ReadOnlySpan<short> samples)
    {
        if (HeardAudio == TimeSpan.Zero && !samples.IsEmpty)
        {
            _signals.Post(SignalKind.LineOpened);
        }

        _stages.Tap?.Caller(_clock.Now, samples);
        _stages.Ear.Hear(samples);
    }

    public void SetPolicy(CallTurnPolicy policy)
    {
        _stages.Ear.SetDetecting(policy.DetectSpeech);
        _signals.Post(SignalKind.PolicySet, item: policy);
    }

    public void CommitTurn() => _signals.Post(SignalKind.TurnCommitted, _stages.Ear.Commit(), HeardAudio);

    public void ClearHeard()
    {
        _stages.Ear.Clear();
        _signals.Post(SignalKind.HeardCleared);
    }

    public void AddTypedTurn(string text) => _signals.Post(SignalKind.TypedTurn, item: text);

    public void Reply(bool spoken) => _signals.Post(SignalKind.ReplyAsked, item: spoken);

    public void CancelReply() => _signals.Post(SignalKind.ReplyCancelled);

    public void Truncate(int turn, TimeSpan heardAudio) => _signals.Post(SignalKind.Truncated, turn, heardAudio);

    public bool AnswerTool(string toolCallId, string output) => _stages.ClientAnswers.Answer(toolCallId, output);

    public void HangUp(CallEnding ending) => _signals.Post(SignalKind.HungUp, item: ending);

    /// <summary>Ends the call if it still runs, then lets go of the stages from the caller inwards.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        HangUp(CallEnding.CallerHungUp);
        await _run;
        _alarm.Dispose();
        await _stages.Replies.StoppedAsync();
        await _stages.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var ending = CallEnding.Failed;
        try
        {
            _stages.Journal.Publish(new CallStarted(_clock.Now));
            ending = await TakeSignalsAsync();
        }
        catch (Exception exception)
        {
            // Only the kind of exception: its text may quote what was said.
            _stages.Journal.Publish(new StageFailed(_clock.Now, CallStage.Media, FaultOwner.Ours, "session", exception.GetType().Name));
        }

        _signals.Close();
        _conduct.Close();
        _stages.Journal.Publish(new CallEnded(_clock.Now, ending));
        _completion.TrySetResult(ending);
    }

    private async Task<CallEnding> TakeSignalsAsync()
    {
        _alarm.Set(_conduct.Deadline);
        while (await _signals.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_signals.Reader.TryRead(out var signal))
            {
                if (signal.Kind == SignalKind.Alarm)
                {
                    _alarm.Rang();
                }

                if (_conduct.Take(signal) is { } ending)
                {
                    return ending;
                }
            }

            _alarm.Set(_conduct.Deadline);
        }

        return CallEnding.Failed;
    }
}
